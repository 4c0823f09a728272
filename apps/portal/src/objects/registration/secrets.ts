/**
 * Client secrets: made here and shown once, or made by the partner, who sends the hash. Two may be valid while one takes
 * the other's place. At rest there are only hashes (security.md 19): the secrets are random, so a plain hash is enough.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import { hashClientSecret } from '@garance/oidc';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';
import { accessLifecycle } from './lifecycle.ts';
import { putAgain } from './publish.ts';
import type { ClientRegistration } from './tables/client-registrations.ts';

/** How long the older secret goes on after a new one is made, in days. */
export const overlaps = ['0', '1', '7', '30'] as const;
/** Lifetimes of a secret in days; '' means no expiry. */
export const lifetimes = ['365', '730', ''] as const;
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

/**
 * Makes a secret of 32 random bytes. The only time it exists in clear here is in what this returns. Call it inside a
 * transaction; a published registration takes the new secret in the same one.
 * @throws GaranceError `integration.too_many_secrets`, `general.not_found`
 */
export async function createSecret(tables: PortalTables, input: NewSecret): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await addSecret(tables, input, { sha256: hashClientSecret(secret), origin: 'generated' });
  return secret;
}

/**
 * Takes a hash made on the partner's side: 64 hexadecimal digits, the SHA-256 of the secret as UTF-8.
 * @throws GaranceError `integration.hash_malformed`, `integration.hash_used`, `integration.too_many_secrets`
 */
export async function addOwnHash(tables: PortalTables, input: NewSecret, hash: string): Promise<void> {
  const sha256 = hash.toLowerCase();
  const weak = weakHashes.has(sha256);
  if (!/^[0-9a-f]{64}$/.test(sha256) || weak) throw new GaranceError('integration.hash_malformed');
  await addSecret(tables, input, { sha256, origin: 'own-hash' });
}

/** SHA-256 of the empty string and of a newline: hashes of a command whose input was empty. */
const weakHashes: ReadonlySet<string> = new Set([hashClientSecret(''), hashClientSecret('\n')]);

async function addSecret(
  tables: PortalTables,
  input: NewSecret,
  made: { readonly sha256: string; readonly origin: 'generated' | 'own-hash' },
): Promise<void> {
  const { deps, accessId, actor, label, overlapDays, lifetimeDays } = input;
  const nowMs = deps.clock.now();
  const access = await lockClientRegistration(tables, accessId);
  const valid = await tables.clientSecrets.valid(accessId, nowMs);
  if (valid.length >= maxValid) throw new GaranceError('integration.too_many_secrets');
  const end = nowMs + overlapDays * dayMs;
  for (const older of valid) {
    if (older.expiresAtMs === undefined || older.expiresAtMs > end) {
      await tables.clientSecrets.setEnd(older.id, end);
    }
  }
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
  if (!created) throw new GaranceError('integration.hash_used');
  await tables.audit.append({
    atMs: nowMs,
    actor,
    action: 'secret.create',
    object: 'access',
    objectId: accessId,
    detail: { secret: id, origin: made.origin },
  });
  await putAgain(tables, deps, access);
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
