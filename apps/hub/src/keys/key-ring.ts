/**
 * The hub's own keys in memory: imported once, chosen by phase. Read on every login, so the choice is kept until the
 * next phase change. Rotation inserts an upcoming key; every node picks it up by itself when its time comes.
 */
import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Clock, EncryptionAlg, HubId, Platform, SigningAlg } from '@garance/core';
import {
  createSoftwareSigner,
  generateEncryptionKey,
  generateSigningKey,
  type JwtSigner,
  publicJwk,
} from '@garance/oidc';
import type { DurableStore, HubKey } from '@garance/store';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import {
  defaultKeyPolicy,
  type KeyPhase,
  type KeyPolicy,
  nextPhaseChange,
  phaseOf,
} from './key-lifecycle.ts';

export interface VerificationKey {
  readonly kid: string;
  readonly alg: SigningAlg;
  readonly key: CryptoKey;
}

export interface KeyRing {
  /** The active signer of this algorithm. Throws when the hub has none: a hub without keys must not be ready. */
  signer(alg: SigningAlg): JwtSigner;
  /** Public signing keys: upcoming, active and retired. */
  signingJwks(): { readonly keys: readonly JWK[] };
  /** Public encryption keys for identity providers: the active ones first. */
  encryptionJwks(): { readonly keys: readonly JWK[] };
  /** Every key that may have signed a logout hint we still accept. */
  verificationKeys(): readonly VerificationKey[];
  /** The private key that opens a token encrypted to us; without `kid`, the active one of that algorithm. */
  decryptionKey(header: { readonly kid?: string; readonly alg: string }): KeyObject | undefined;
  /** Phases by kid, for readiness and administration. */
  phases(): ReadonlyMap<string, KeyPhase>;
  refresh(): Promise<void>;
}

interface LoadedKey {
  readonly key: HubKey;
  readonly publicJwk: JWK;
  readonly privateKey: KeyObject;
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
  readonly decryption: ReadonlyMap<string, KeyObject>;
  readonly activeDecryption: ReadonlyMap<string, KeyObject>;
}

const signingAlgs: Readonly<Record<Platform, readonly SigningAlg[]>> = {
  standard: ['ES256', 'RS256'],
  plus: ['ES256'],
};
const encryptionAlgs: readonly EncryptionAlg[] = ['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES'];

type HubKeyStore = DurableStore['hubKeys'];

/** Creates the keys that the hub still lacks. Idempotent; run before the ring is loaded. */
export async function ensureHubKeys(hub: HubId, store: HubKeyStore, clock: Clock): Promise<void> {
  const existing = await store.list(hub);
  const lacks = (use: 'sig' | 'enc', alg: string) =>
    !existing.some((key) => key.use === use && key.alg === alg && key.state !== 'removed');
  await Promise.all([
    ...signingAlgs[hub.platform]
      .filter((alg) => lacks('sig', alg))
      .map(async (alg) =>
        store.insertFirst(await newHubKey({ hub, use: 'sig', alg, activeFromMs: clock.now(), clock })),
      ),
    ...encryptionAlgs
      .filter((alg) => lacks('enc', alg))
      .map(async (alg) =>
        store.insertFirst(await newHubKey({ hub, use: 'enc', alg, activeFromMs: clock.now(), clock })),
      ),
  ]);
}

interface RotationInput {
  readonly hub: HubId;
  readonly store: HubKeyStore;
  readonly clock: Clock;
  readonly policy?: KeyPolicy;
}

/** Adds an upcoming successor to every family of the hub; each takes over once it has been public long enough. Returns the new kids. */
export async function rotateHubKeys(input: RotationInput): Promise<readonly string[]> {
  const { hub, store, clock, policy = defaultKeyPolicy } = input;
  const activeFromMs = clock.now() + policy.publishBeforeUseSeconds * 1000;
  const families = [
    ...signingAlgs[hub.platform].map((alg) => ({ use: 'sig' as const, alg })),
    ...encryptionAlgs.map((alg) => ({ use: 'enc' as const, alg })),
  ];
  const keys = await Promise.all(
    families.map((member) => newHubKey({ hub, ...member, activeFromMs, clock })),
  );
  for (const key of keys) await store.insert(key);
  return keys.map((key) => key.kid);
}

interface NewKeyInput {
  readonly hub: HubId;
  readonly use: 'sig' | 'enc';
  readonly alg: SigningAlg | EncryptionAlg;
  readonly activeFromMs: number;
  readonly clock: Clock;
}

async function newHubKey({ hub, use, alg, activeFromMs, clock }: NewKeyInput): Promise<HubKey> {
  const made =
    use === 'sig'
      ? await generateSigningKey(alg as SigningAlg)
      : await generateEncryptionKey(alg as EncryptionAlg);
  const createdAtMs = clock.now();
  const state = activeFromMs > createdAtMs ? 'upcoming' : 'active';
  const { kid, privateJwk } = made;
  const { kty = '' } = privateJwk;
  return { hub, kid, use, alg, state, privateJwk: { ...privateJwk, kty }, createdAtMs, activeFromMs };
}

interface KeyRingInput {
  readonly hub: HubId;
  readonly store: HubKeyStore;
  readonly clock: Clock;
  readonly policy?: KeyPolicy;
}

export async function loadKeyRing({
  hub,
  store,
  clock,
  policy = defaultKeyPolicy,
}: KeyRingInput): Promise<KeyRing> {
  const loadAll = async () => Promise.all((await store.list(hub)).map(loadKey));
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
      if (signer === undefined)
        throw new Error(`hub ${hub.platform}/${hub.environment} has no active ${alg} key`);
      return signer;
    },
    signingJwks: () => current().signingJwks,
    encryptionJwks: () => current().encryptionJwks,
    verificationKeys: () => current().verificationKeys,
    decryptionKey: ({ kid, alg }) =>
      kid === undefined ? current().activeDecryption.get(alg) : current().decryption.get(`${alg} ${kid}`),
    phases: () => current().phases,
    refresh: async () => {
      loaded = await loadAll();
      choice = choose(loaded, clock.now(), policy);
    },
  };
}

async function loadKey(key: HubKey): Promise<LoadedKey> {
  const privateJwk = { ...key.privateJwk, kid: key.kid, alg: key.alg, use: key.use } as JWK;
  const shown = publicJwk(privateJwk);
  const privateKey = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  if (key.use === 'enc') return { key, publicJwk: shown, privateKey };
  const alg = key.alg as SigningAlg;
  return {
    key,
    publicJwk: shown,
    privateKey,
    verificationKey: (await importJWK(shown, alg)) as CryptoKey,
    signer: await createSoftwareSigner({ jwk: privateJwk, alg, kid: key.kid }),
  };
}

function choose(loaded: readonly LoadedKey[], nowMs: number, policy: KeyPolicy): Choice {
  const keys = loaded.map((entry) => entry.key);
  const phases = new Map(keys.map((key) => [key.kid, phaseOf(key, { keys, nowMs }, policy)]));
  const inPhase = (entry: LoadedKey, ...wanted: KeyPhase[]) => {
    const phase = phases.get(entry.key.kid);
    return phase !== undefined && wanted.includes(phase);
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
    // A provider takes the first key that fits: the successor must not be offered before the hub prefers it.
    encryptionJwks: {
      keys: encryption.filter((entry) => inPhase(entry, 'active')).map((entry) => entry.publicJwk),
    },
    verificationKeys: signing.flatMap(({ key, verificationKey, ...entry }) =>
      verificationKey !== undefined && usable({ key, ...entry })
        ? [{ kid: key.kid, alg: key.alg as SigningAlg, key: verificationKey }]
        : [],
    ),
    decryption: new Map(
      encryption
        .filter(usable)
        .map((entry) => [`${entry.key.alg} ${entry.key.kid}`, entry.privateKey] as const),
    ),
    activeDecryption: new Map(
      encryption
        .filter((entry) => inPhase(entry, 'active'))
        .map((entry) => [entry.key.alg, entry.privateKey] as const),
    ),
  };
}
