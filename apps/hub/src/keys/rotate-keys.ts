/** Creates, replaces and destroys the keys of a hub, in the database and in their custody. */
import type { Clock, EncryptionAlg, HubId, Platform, SigningAlg } from '@garance/core';
import type { DurableStore, HubKey } from '@garance/store';
import type { KeyCustody, KeyFamily } from './key-custody.ts';
import { defaultKeyPolicy, type KeyPolicy, phaseOf } from './key-lifecycle.ts';

export type HubKeyStore = DurableStore['hubKeys'];

const signingAlgs: Readonly<Record<Platform, readonly SigningAlg[]>> = {
  standard: ['ES256', 'RS256'],
  plus: ['ES256'],
};
const encryptionAlgs: readonly EncryptionAlg[] = ['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES'];

function familiesOf({ platform }: HubId): readonly KeyFamily[] {
  return [
    ...signingAlgs[platform].map((alg) => ({ use: 'sig' as const, alg })),
    ...encryptionAlgs.map((alg) => ({ use: 'enc' as const, alg })),
  ];
}

export interface KeysInput {
  readonly hub: HubId;
  readonly store: HubKeyStore;
  readonly custody: KeyCustody;
  readonly clock: Clock;
  readonly policy?: KeyPolicy;
}

/** Creates the keys that the hub lacks. Idempotent; run before the ring is loaded. */
export async function ensureHubKeys(input: KeysInput): Promise<void> {
  const { hub, store, custody, clock } = input;
  const existing = await store.list(hub);
  const lacking = familiesOf(hub).filter(
    ({ use, alg }) => !existing.some((key) => key.use === use && key.alg === alg),
  );
  await Promise.all(
    lacking.map(async (family) => {
      const key = await newHubKey(input, family, clock.now());
      // Another node was first: its key stays, and this one was never used.
      if (!(await store.insertFirst(key))) await custody.destroy(key);
    }),
  );
}

/** Adds an upcoming successor to every family of the hub; each takes over once it has been public long enough. Returns the new kids. */
export async function rotateHubKeys(input: KeysInput): Promise<readonly string[]> {
  const { clock, policy = defaultKeyPolicy } = input;
  return insertAll(input, clock.now() + policy.publishBeforeUseSeconds * 1000);
}

interface Replacement {
  readonly made: readonly string[];
  readonly destroyed: readonly string[];
  /** Keys out of use whose private halves are in a token that is not connected. */
  readonly notDestroyed: readonly string[];
}

/**
 * Replaces every key of the hub at once, for keys that are lost or compromised: what was signed or encrypted with them
 * is refused from now on, and services that cached the key set refuse new tokens until they fetch it again.
 */
export async function replaceHubKeys(input: KeysInput): Promise<Replacement> {
  const { hub, store, clock } = input;
  const former = await store.list(hub);
  const made = await insertAll(input, clock.now());
  const outcome = await destroyAll(input, former);
  return { made, ...outcome };
}

/**
 * Destroys the private keys whose time has passed, first in their token: after a crash in between, the next run finds
 * the row again. Keys of a token that is not connected stay, and are tried again.
 */
export async function destroyPastKeys(input: KeysInput): Promise<readonly string[]> {
  const { hub, store, clock, policy = defaultKeyPolicy } = input;
  const keys = await store.list(hub);
  const nowMs = clock.now();
  const past = keys.filter((key) => phaseOf(key, { keys, nowMs }, policy) === 'removed');
  const destroyed: string[] = [];
  for (const key of past) {
    if (!(await input.custody.destroy(key))) continue;
    await store.update(hub, key.kid, { state: 'removed' });
    destroyed.push(key.kid);
  }
  return destroyed;
}

async function destroyAll(
  { hub, store, custody }: KeysInput,
  keys: readonly HubKey[],
): Promise<Omit<Replacement, 'made'>> {
  const outcome = { destroyed: [] as string[], notDestroyed: [] as string[] };
  for (const key of keys) {
    // Out of use first, independently of the token, which may be the thing that is lost.
    await store.update(hub, key.kid, { state: 'removed' });
    const isDestroyed = await custody.destroy(key).catch(() => false);
    outcome[isDestroyed ? 'destroyed' : 'notDestroyed'].push(key.kid);
  }
  return outcome;
}

async function insertAll(input: KeysInput, activeFromMs: number): Promise<readonly string[]> {
  const { hub, store } = input;
  const keys = await Promise.all(familiesOf(hub).map((family) => newHubKey(input, family, activeFromMs)));
  for (const key of keys) await store.insert(key);
  return keys.map((key) => key.kid);
}

async function newHubKey(
  { hub, custody, clock }: KeysInput,
  family: KeyFamily,
  activeFromMs: number,
): Promise<HubKey> {
  const { kid, privateJwk } = await custody.make(hub, family);
  const createdAtMs = clock.now();
  const state = activeFromMs > createdAtMs ? 'upcoming' : 'active';
  return { hub, kid, ...family, state, privateJwk, createdAtMs, activeFromMs };
}
