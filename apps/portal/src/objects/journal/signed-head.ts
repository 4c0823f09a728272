/**
 * Signs the head of the audit log, for storage outside the reach of an attacker who can write the database:
 * `verifyAuditHead` then detects any change or removal of entries up to it.
 */
import { GaranceError } from '@garance/core';
import { CompactSign, compactVerify, importJWK } from 'jose';
import { z } from 'zod';
import type { PortalDeps } from '../../deps.ts';
import type { AuditHead } from './audit-anchor.ts';
import { loadSigningKey } from './signing-key.ts';

type Deps = Pick<PortalDeps, 'store' | 'clock' | 'config'>;

const secretName = 'audit-signing-key';
const headerType = 'garance-audit-head+jwt';
const longest = 4096;
const claimsSchema = z.object({
  iss: z.url(),
  iat: z.number().int(),
  sequence: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** @returns the compact JWS (ES256); undefined when the log has no sound head */
export async function signAuditHead({ store, clock, config }: Deps): Promise<string | undefined> {
  const head = await store.portal.audit.head();
  if (head === undefined) return undefined;
  const key = await loadSigningKey(store, secretName);
  const claims = { iss: config.origin, iat: Math.floor(clock.now() / 1000), ...head };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: headerType })
    .sign(await importJWK(key, 'ES256'));
}

export type SignedHeadVerdict = AuditHead & {
  /** Whether the log still holds that very entry. */
  readonly holds: boolean;
};

/** Compares the log with a head signed before. @throws GaranceError `support.audit_head_unreadable` */
export async function verifyAuditHead(
  { store }: Pick<Deps, 'store'>,
  jws: string,
): Promise<SignedHeadVerdict> {
  const { d: _private, ...publicKey } = await loadSigningKey(store, secretName);
  const { sequence, hash } = await readClaims(jws, publicKey).catch((cause: unknown) => {
    throw new GaranceError('support.audit_head_unreadable', { cause });
  });
  const [entry] = await store.portal.audit.list({ before: sequence + 1, limit: 1 });
  return { sequence, hash, holds: entry?.sequence === sequence && entry.hash === hash };
}

async function readClaims(jws: string, key: Parameters<typeof importJWK>[0]) {
  if (jws.length > longest) throw new TypeError('too long');
  const { payload } = await compactVerify(jws, await importJWK(key, 'ES256'), { algorithms: ['ES256'] });
  return claimsSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
}

/** Signs the day's head and passes it to `keepAuditHead`; does nothing where that is absent. */
export async function exportAuditHead(deps: Deps & Pick<PortalDeps, 'keepAuditHead'>): Promise<void> {
  const { keepAuditHead, clock } = deps;
  if (keepAuditHead === undefined) return;
  const jws = await signAuditHead(deps);
  // A log without head is reported by `verify`; a day without export by the failure of this job.
  if (jws === undefined) throw new Error('the audit log has no head that was sealed with its key');
  await keepAuditHead(new Date(clock.now()).toISOString().slice(0, 10), jws);
}
