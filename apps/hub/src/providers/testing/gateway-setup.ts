/** For tests: a gateway and an identity provider whose behaviour the test sets. */
import { createManualClock, type Provider } from '@garance/core';
import { createOutbound } from '@garance/web/outbound';
import {
  createProviderGateway,
  type ProviderAnswer,
  type ProviderRefusal,
  type RedeemInput,
} from '../gateway.ts';
import { type DoubleOptions, startProviderDouble } from './provider-double.ts';
import { type EncryptionPair, makeEncryptionPair, makeSigningPair, type SigningPair } from './token-forge.ts';

export const startMs = Date.UTC(2026, 5, 1, 12);
export const nonce = 'nonce-of-this-login-0001';
export const state = 'state-of-this-login';
export const redirectUri = 'http://localhost:3002/api/v2/oidc-callback/double';

export const signing = makeSigningPair('ES256', 'key-1');

const encryptionPairs = {
  'ECDH-ES': await makeEncryptionPair('ECDH-ES'),
  'RSA-OAEP': await makeEncryptionPair('RSA-OAEP'),
  'RSA-OAEP-256': await makeEncryptionPair('RSA-OAEP-256'),
} as const;

/** The hub's key pair of that algorithm. */
export function pair(alg: keyof typeof encryptionPairs): EncryptionPair {
  return encryptionPairs[alg];
}

export interface SetUp {
  readonly signing?: SigningPair;
  readonly userinfoSigning?: SigningPair;
  readonly encryption?: keyof typeof encryptionPairs;
  readonly provider?: Partial<Provider>;
  readonly limits?: { readonly timeoutMs?: number; readonly concurrentPerProvider?: number };
}

export async function setUp({
  signing: own = signing,
  userinfoSigning,
  encryption,
  provider,
  limits,
}: SetUp = {}) {
  const clock = createManualClock(startMs);
  const outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
  const options: DoubleOptions = {
    signing: own,
    nonce,
    nowSeconds: () => Math.floor(clock.now() / 1000),
    ...(userinfoSigning !== undefined && { userinfoSigning }),
    ...(encryption !== undefined && { encryption: pair(encryption) }),
    ...(provider !== undefined && { provider }),
  };
  const double = await startProviderDouble(options);
  const warnings: object[] = [];
  const refusals: ProviderRefusal[] = [];
  const gateway = createProviderGateway({
    outbound,
    clock,
    decryptor: ({ kid, alg }) => {
      const found = Object.values(encryptionPairs).find((candidate) => candidate.alg === alg);
      return found !== undefined && (kid === undefined || kid === found.kid) ? found.decryptor : undefined;
    },
    limits: { timeoutMs: 2_000, ...limits },
    logger: { warn: (details) => warnings.push(details) },
    onRefusal: (refusal) => refusals.push(refusal),
  });
  const input: RedeemInput = {
    redirectUri,
    callback: { code: 'code-1', state, iss: double.issuer },
    state,
    nonce,
    codeVerifier: 'verifier-of-this-login',
    requestedLevel: 'eidas2',
    platform: 'plus',
    transactionStartedAtMs: startMs - 60_000,
  };
  const redeem = (changes: Partial<RedeemInput> = {}, changed: Partial<Provider> = {}) =>
    gateway.redeem({ ...double.provider, ...changed }, { ...input, ...changes });
  const dispose = async () => {
    await double[Symbol.asyncDispose]();
    await outbound.close();
  };
  return {
    clock,
    outbound,
    double,
    gateway,
    input,
    redeem,
    warnings,
    refusals,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Short form of an answer: `identity`, or the kind and the error. */
export function outcome(answer: ProviderAnswer): string {
  return answer.kind === 'identity' ? 'identity' : `${answer.kind} ${answer.error}`;
}

type Claims = Record<string, unknown>;

export const without = (name: string) => (claims: Claims) =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

export const withClaim = (name: string, value: unknown) => (claims: Claims) => ({ ...claims, [name]: value });
