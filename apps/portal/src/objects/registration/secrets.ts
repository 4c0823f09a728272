/**
 * Client secrets: made here and shown once, or made by the partner, who sends the hash. Two may be valid while one takes
 * the other's place. At rest there are only hashes (security.md 19): the secrets are random, so a plain hash is enough.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import { hashClientSecret } from '@garance/oidc';
import { z } from 'zod';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';
import { accessLifecycle } from './lifecycle.ts';
import { putAgain } from './publish.ts';
import type { ClientRegistration } from './tables/client-registrations.ts';

/** How long the older secret goes on after a new one is made, in days. */
export const overlaps = ['0', '1', '7', '30'] as const;
/** Lifetimes of a secret in days. */
export const lifetimes = ['365', '730', 'none'] as const;
const maxValid = 2;

export interface NewSecret {
  readonly deps: Pick<PortalDeps, 'clock'>;
  readonly accessId: string;
  /** Person id. */
  readonly actor: string;
  /** So that people recognise it. */
  readonly label: string;
  /** Days that secrets valid now go on; they keep an earlier end of their own. */
  readonly overlapDays: number;
  /** Absent: without end. */
  readonly lifetimeDays?: number;
}

export type SecretRefusal = 'integration.too_many_secrets' | 'integration.hash_used';

/** A refusal is returned before anything is written: the transaction can go on. */
type Outcome<Done> = ({ readonly ok: true } & Done) | { readonly ok: false; readonly error: SecretRefusal };
export type CreatedSecret = Outcome<{ readonly secret: string }>;
export type AddedSecret = Outcome<{ readonly secret?: undefined }>;

/**
 * Makes a secret of 32 random bytes. The only time it exists in clear here is in what this returns. Call it inside a
 * transaction; a published registration takes the new secret in the same one.
 * @throws GaranceError `general.not_found`, `portal.not_now`
 */
export async function createSecret(tables: PortalTables, input: NewSecret): Promise<CreatedSecret> {
  const secret = randomBytes(32).toString('base64url');
  const added = await addSecret(tables, input, { sha256: hashClientSecret(secret), origin: 'generated' });
  return added.ok ? { ok: true, secret } : added;
}

/**
 * Takes a hash made on the partner's side.
 * @param sha256 as `secretHash` reads it
 * @throws GaranceError `general.not_found`, `portal.not_now`
 */
export function addOwnHash(tables: PortalTables, input: NewSecret, sha256: string): Promise<AddedSecret> {
  return addSecret(tables, input, { sha256, origin: 'own-hash' });
}

/** SHA-256 of the empty string and of a newline: hashes of a command whose input was empty. */
const weakHashes: ReadonlySet<string> = new Set([hashClientSecret(''), hashClientSecret('\n')]);

/** The SHA-256 of a secret as UTF-8: 64 hexadecimal digits, read in lower case. */
export const secretHash = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/)
  .refine((sha256) => !weakHashes.has(sha256));

async function addSecret(
  tables: PortalTables,
  input: NewSecret,
  made: { readonly sha256: string; readonly origin: 'generated' | 'own-hash' },
): Promise<AddedSecret> {
  const { deps, accessId, actor, label, overlapDays, lifetimeDays } = input;
  const nowMs = deps.clock.now();
  const access = await lockClientRegistration(tables, accessId);
  const older = await tables.clientSecrets.valid(accessId, nowMs);
  if (older.length >= maxValid) return { ok: false, error: 'integration.too_many_secrets' };
  const id = randomUUID();
  const created = await tables.clientSecrets.create({
    id,
    accessId,
    ...made,
    label,
    createdBy: actor,
    createdAtMs: nowMs,
    ...(lifetimeDays !== undefined && { expiresAtMs: nowMs + lifetimeDays * dayMs }),
  });
  if (!created) return { ok: false, error: 'integration.hash_used' };
  const end = nowMs + overlapDays * dayMs;
  for (const { id: olderId, expiresAtMs = Number.POSITIVE_INFINITY } of older) {
    if (expiresAtMs > end) await tables.clientSecrets.setEnd(olderId, end);
  }
  await tables.audit.append({
    atMs: nowMs,
    actor,
    action: 'secret.create',
    object: 'access',
    objectId: accessId,
    detail: { secret: id, origin: made.origin },
  });
  await putAgain(tables, deps, access);
  return { ok: true };
}

export interface SecretEnd {
  readonly deps: Pick<PortalDeps, 'clock'>;
  readonly accessId: string;
  readonly secretId: string;
  readonly actor: string;
}

/** Ends a secret at once, on the hub too. @throws GaranceError `general.not_found` */
export async function endSecret(tables: PortalTables, input: SecretEnd): Promise<void> {
  const { deps, accessId, secretId, actor } = input;
  const access = await lockClientRegistration(tables, accessId);
  const secret = await tables.clientSecrets.find(secretId);
  if (secret?.accessId !== accessId) throw new GaranceError('general.not_found');
  const nowMs = deps.clock.now();
  if (secret.expiresAtMs !== undefined && secret.expiresAtMs <= nowMs) return;
  await tables.clientSecrets.setEnd(secretId, nowMs);
  await tables.audit.append({
    atMs: nowMs,
    actor,
    action: 'secret.end',
    object: 'access',
    objectId: accessId,
    detail: { secret: secretId },
  });
  await putAgain(tables, deps, access);
}

async function lockClientRegistration(tables: PortalTables, accessId: string): Promise<ClientRegistration> {
  const access = await tables.clientRegistrations.lock(accessId);
  if (access === undefined) throw new GaranceError('general.not_found');
  const { final } = accessLifecycle.states[access.state];
  if (final) throw new GaranceError('portal.not_now', { detail: access.state });
  return access;
}
