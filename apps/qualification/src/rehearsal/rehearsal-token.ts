/**
 * Rehearsal tokens: valid for one service, one hub, one browser, one login and two minutes. The cookie holds the signed
 * token and the browser's secret; the token holds that secret's hash, so that a token alone is of no use.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { type Clock, type ErrorCode, newId, nowSeconds } from '@garance/core';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

export interface RehearsalTokenKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function generateRehearsalTokenKey(): RehearsalTokenKey {
  // Exported as PEM and read again: exporting a key of `generateKeyPair` in a library can block for ever.
  const pem = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKey: createPrivateKey(pem.privateKey), publicKey: createPublicKey(pem.publicKey) };
}

/** Content of a rehearsal token besides its recipients. */
export interface RehearsalTokenContent {
  readonly id: string;
  readonly clientId: string;
  /** Issuer of the hub. */
  readonly audience: string;
  readonly input: unknown;
  /** A signing key made for this login. */
  readonly freshKid?: string | undefined;
}

export type RehearsalTokenOutcome =
  | { readonly ok: true; readonly content: RehearsalTokenContent }
  | { readonly ok: false; readonly error: ErrorCode };

/** RFC 8725 §3.11: the type keeps the signature from being accepted elsewhere. */
const typ = 'garance-rehearsal+jwt';
const lifetimeSeconds = 120;

const claimsSchema = z.object({
  jti: z.string().min(1),
  client_id: z.string().min(1),
  browser: z.string().length(43),
  input: z.unknown(),
  kid: z.string().optional(),
});

const sha256 = (value: string) => hash('sha256', value, 'base64url');

interface RehearsalTokenTools {
  readonly key: RehearsalTokenKey;
  readonly clock: Clock;
}

/** The value of the cookie. */
export async function writeRehearsalToken(
  content: RehearsalTokenContent,
  { key, clock }: RehearsalTokenTools,
): Promise<string> {
  const { id, clientId, audience, input, freshKid } = content;
  const secret = newId();
  const now = nowSeconds(clock);
  const claims = { client_id: clientId, browser: sha256(secret), input, ...(freshKid && { kid: freshKid }) };
  const jws = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ })
    .setJti(id)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(key.privateKey);
  return `${jws}~${secret}`;
}

/** Verifies signature, age, hub, service and browser, but not whether the token was used before. */
export async function readRehearsalToken(
  cookie: string,
  expected: { readonly audience: string; readonly clientId: string },
  { key, clock }: RehearsalTokenTools,
): Promise<RehearsalTokenOutcome> {
  const [jws = '', secret = '', ...rest] = cookie.split('~');
  if (rest.length > 0) return refuse('rehearsal.ticket_forged');
  const verified = await verify(jws, expected.audience, { key, clock });
  if (!verified.ok) return verified;
  const { jti, client_id, browser, input, kid } = verified.claims;
  if (client_id !== expected.clientId) return refuse('rehearsal.ticket_other_service');
  if (browser !== sha256(secret)) return refuse('rehearsal.ticket_other_browser');
  const content = { id: jti, clientId: client_id, audience: expected.audience, input, freshKid: kid };
  return { ok: true, content };
}

type Verified =
  | { readonly ok: true; readonly claims: z.infer<typeof claimsSchema> }
  | { readonly ok: false; readonly error: ErrorCode };

async function verify(jws: string, audience: string, { key, clock }: RehearsalTokenTools): Promise<Verified> {
  try {
    const { payload } = await jwtVerify(jws, key.publicKey, {
      algorithms: ['ES256'],
      typ,
      audience,
      currentDate: new Date(clock.now()),
      requiredClaims: ['exp', 'jti'],
    });
    const claims = claimsSchema.safeParse(payload);
    return claims.success ? { ok: true, claims: claims.data } : refuse('rehearsal.ticket_forged');
  } catch (error) {
    if (error instanceof errors.JWTExpired) return refuse('rehearsal.ticket_expired');
    const otherHub = error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud';
    return refuse(otherHub ? 'rehearsal.ticket_other_hub' : 'rehearsal.ticket_forged');
  }
}

function refuse(error: ErrorCode): { readonly ok: false; readonly error: ErrorCode } {
  return { ok: false, error };
}
