/**
 * The hub's own keys in memory: imported once, chosen by phase. Used by every login, so the choice is cached until the
 * next phase change. Rotation inserts an upcoming key; every node starts to use it when its time comes.
 */
import { type Clock, GaranceError, type HubId, type SigningAlg } from '@garance/core';
import { type Decryptor, type JwtSigner, publicJwk } from '@garance/oidc';
import type { HubKey } from '@garance/store';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { KeyCustody } from './key-custody.ts';
import {
  defaultKeyPolicy,
  type KeyPhase,
  type KeyPolicy,
  nextPhaseChange,
  phaseOf,
} from './key-lifecycle.ts';
import type { HubKeyStore } from './rotate-keys.ts';

export interface VerificationKey {
  readonly kid: string;
  readonly alg: SigningAlg;
  readonly key: CryptoKey;
}

export interface KeyRing {
  /** The active signer of this algorithm. @throws GaranceError `keys.not_in_use`: such a hub must not be ready */
  signer(alg: SigningAlg): JwtSigner;
  /** Public signing keys: upcoming, active and retired. */
  signingJwks(): { readonly keys: readonly JWK[] };
  /** Public encryption keys for identity providers: the active ones first. */
  encryptionJwks(): { readonly keys: readonly JWK[] };
  /** Every key that may have signed a logout hint we still accept. */
  verificationKeys(): readonly VerificationKey[];
  /** Decryptor of a token encrypted to this hub; without `kid`, of the active key of that algorithm. */
  decryptor(header: { readonly kid?: string; readonly alg: string }): Decryptor | undefined;
  /** Phases by kid, for readiness and administration. */
  phases(): ReadonlyMap<string, KeyPhase>;
  /** The keys in use, for metrics: one of each use and algorithm. */
  activeKeys(): readonly ActiveKey[];
  refresh(): Promise<void>;
}

export type ActiveKey = Pick<HubKey, 'use' | 'alg' | 'createdAtMs'>;

interface LoadedKey {
  readonly key: HubKey;
  readonly publicJwk: JWK;
  /** Absent when the private key is in a token that is not connected; the public key is still published. */
  readonly decryptor?: Decryptor;
  readonly verificationKey?: CryptoKey;
  readonly signer?: JwtSigner;
}

interface Choice {
  readonly validUntilMs: number;
  readonly phases: ReadonlyMap<string, KeyPhase>;
  readonly signers: ReadonlyMap<string, JwtSigner>;
  readonly signingJwks: { readonly keys: readonly JWK[] };
  readonly encryptionJwks: { readonly keys: readonly JWK[] };
  readonly verificationKeys: readonly VerificationKey[];
  readonly decryptors: ReadonlyMap<string, Decryptor>;
  readonly activeDecryptors: ReadonlyMap<string, Decryptor>;
}

interface KeyRingInput {
  readonly hub: HubId;
  readonly store: HubKeyStore;
  readonly custody: KeyCustody;
  readonly clock: Clock;
  readonly policy?: KeyPolicy;
}

/**
 * Loads the keys of a hub from the store. Imports each key once; `refresh` loads the changes of others.
 * @throws GaranceError `store.unreadable` when a stored key cannot be opened
 */
export async function loadKeyRing({
  hub,
  store,
  custody,
  clock,
  policy = defaultKeyPolicy,
}: KeyRingInput): Promise<KeyRing> {
  const loadAll = async () => Promise.all((await store.list(hub)).map((key) => loadKey(key, custody)));
  let loaded = await loadAll();
  let choice = choose(loaded, clock.now(), policy);
  const current = (): Choice => {
    const nowMs = clock.now();
    if (nowMs >= choice.validUntilMs) choice = choose(loaded, nowMs, policy);
    return choice;
  };
  return {
    signer: (alg) => {
      const signer = current().signers.get(alg);
      if (signer === undefined) {
        throw new GaranceError('keys.not_in_use', { detail: `${hub.platform}/${hub.environment} ${alg}` });
      }
      return signer;
    },
    signingJwks: () => current().signingJwks,
    encryptionJwks: () => current().encryptionJwks,
    verificationKeys: () => current().verificationKeys,
    decryptor: ({ kid, alg }) =>
      kid === undefined ? current().activeDecryptors.get(alg) : current().decryptors.get(`${alg} ${kid}`),
    phases: () => current().phases,
    activeKeys: () => {
      const { phases } = current();
      return loaded.map(({ key }) => key).filter(({ kid }) => phases.get(kid) === 'active');
    },
    refresh: async () => {
      loaded = await loadAll();
      choice = choose(loaded, clock.now(), policy);
    },
  };
}

async function loadKey(key: HubKey, custody: KeyCustody): Promise<LoadedKey> {
  const shown = publicJwk({ ...key.privateJwk, kid: key.kid, alg: key.alg, use: key.use } as JWK);
  if (key.use === 'enc') {
    const decryptor = await custody.decryptor(key);
    return { key, publicJwk: shown, ...(decryptor !== undefined && { decryptor }) };
  }
  const signer = await custody.signer(key);
  return {
    key,
    publicJwk: shown,
    verificationKey: (await importJWK(shown, key.alg)) as CryptoKey,
    ...(signer !== undefined && { signer }),
  };
}

function choose(loaded: readonly LoadedKey[], nowMs: number, policy: KeyPolicy): Choice {
  const keys = loaded.map((entry) => entry.key);
  const phases = new Map(keys.map((key) => [key.kid, phaseOf(key, { keys, nowMs }, policy)]));
  const inPhase = (entry: LoadedKey, ...accepted: KeyPhase[]) => {
    const phase = phases.get(entry.key.kid);
    return phase !== undefined && accepted.includes(phase);
  };
  const signing = loaded.filter((entry) => entry.key.use === 'sig');
  const encryption = loaded.filter((entry) => entry.key.use === 'enc');
  const usable = (entry: LoadedKey) => inPhase(entry, 'upcoming', 'active', 'retired', 'kept');
  return {
    validUntilMs: nextPhaseChange(keys, nowMs, policy),
    phases,
    signers: new Map(
      signing.flatMap((entry) =>
        entry.signer !== undefined && inPhase(entry, 'active')
          ? [[entry.key.alg, entry.signer] as const]
          : [],
      ),
    ),
    signingJwks: {
      keys: signing
        .filter((entry) => inPhase(entry, 'active', 'upcoming', 'retired'))
        .map((entry) => entry.publicJwk),
    },
    // A provider takes the first key that fits: a successor must not come first before it is active.
    encryptionJwks: {
      keys: encryption.filter((entry) => inPhase(entry, 'active')).map((entry) => entry.publicJwk),
    },
    verificationKeys: signing.flatMap(({ key, verificationKey, ...entry }) =>
      verificationKey !== undefined && usable({ key, ...entry })
        ? [{ kid: key.kid, alg: key.alg as SigningAlg, key: verificationKey }]
        : [],
    ),
    decryptors: new Map(
      encryption
        .filter(usable)
        .flatMap(({ key, decryptor }) =>
          decryptor === undefined ? [] : [[`${key.alg} ${key.kid}`, decryptor] as const],
        ),
    ),
    activeDecryptors: new Map(
      encryption
        .filter((entry) => inPhase(entry, 'active'))
        .flatMap(({ key, decryptor }) => (decryptor === undefined ? [] : [[key.alg, decryptor] as const])),
    ),
  };
}
