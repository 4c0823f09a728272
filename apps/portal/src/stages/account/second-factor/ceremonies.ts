/**
 * Passkey ceremonies (WebAuthn). A challenge belongs to one browser, one purpose and one attempt; origin and relying
 * party are this site's; the browser's answer is parsed by schema before the library gets it.
 */

import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import type { Passkey } from '../../../objects/account/tables/passkeys.ts';
import type { RequestContext } from '../../../parts/request-context.ts';

const challengeLifetimeMs = 5 * 60_000;
/** Transports reported by the browser. */
const transportSchema = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

export type AssertionPurpose = 'passkey-sign-in' | 'passkey-second-factor';
const registration = 'passkey-registration';
/** EdDSA, ES256, RS256 (COSE): supported by every authenticator and by stable Node APIs. */
const algorithms = [-8, -7, -257];

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(20_000);
const common = {
  id: base64url.max(1400),
  rawId: base64url.max(1400),
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};
const assertionSchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
const attestationSchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string()).max(10).default([]),
  }),
});

function relyingParty({ config }: Pick<PortalDeps, 'config'>) {
  return { rpID: new URL(config.origin).hostname, origin: config.origin };
}

async function rememberChallenge(
  { store, clock }: PortalDeps,
  visit: RequestContext,
  { purpose, challenge }: { readonly purpose: string; readonly challenge: string },
): Promise<void> {
  await store.portal.browserErrands.put({
    browserSecret: visit.secret,
    purpose,
    value: challenge,
    expiresAtMs: clock.now() + challengeLifetimeMs,
  });
}

/** One challenge, one attempt. */
function takeChallenge({ store, clock }: PortalDeps, visit: RequestContext, purpose: string) {
  return store.portal.browserErrands.take({ browserSecret: visit.secret, purpose }, clock.now());
}

/**
 * Options for `navigator.credentials.get`. For a sign-in: any passkey of this site, with user verification (two factors
 * in one); as a second factor: a passkey of the person.
 * @returns JSON for the page's script
 */
export async function assertionOptions(
  deps: PortalDeps,
  visit: RequestContext,
  { purpose, allowed = [] }: { readonly purpose: AssertionPurpose; readonly allowed?: readonly Passkey[] },
): Promise<string> {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(deps).rpID,
    userVerification: purpose === 'passkey-sign-in' ? 'required' : 'preferred',
    allowCredentials: allowed.map(({ id, transports }) => ({ id, transports: [...transports] })),
  });
  await rememberChallenge(deps, visit, { purpose, challenge: options.challenge });
  return JSON.stringify(options);
}

/**
 * The passkey that signed this browser's challenge; records its use. Undefined for every other answer; the reason is
 * not disclosed.
 */
export async function verifyAssertion(
  deps: PortalDeps,
  visit: RequestContext,
  { purpose, answer }: { readonly purpose: AssertionPurpose; readonly answer: string },
): Promise<Passkey | undefined> {
  const expectedChallenge = await takeChallenge(deps, visit, purpose);
  const response = readJson(assertionSchema, answer);
  if (expectedChallenge === undefined || response === undefined) return undefined;
  const { passkeys } = deps.store.portal;
  const passkey = await passkeys.find(response.id);
  if (passkey === undefined) return undefined;
  const { rpID, origin } = relyingParty(deps);
  const { userHandle, ...parts } = response.response;
  const verified = await verifyAuthenticationResponse({
    response: { ...response, response: { ...parts, ...(userHandle !== undefined && { userHandle }) } },
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: purpose === 'passkey-sign-in',
    credential: {
      id: passkey.id,
      publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
    },
  }).catch(() => undefined);
  if (verified === undefined || !verified.verified) return undefined;
  await passkeys.used(passkey.id, verified.authenticationInfo.newCounter);
  return passkey;
}

/** Options for `navigator.credentials.create`. @returns JSON for the page's script */
export async function registrationOptions(
  deps: PortalDeps,
  visit: RequestContext,
  { actor, existing }: { readonly actor: Actor; readonly existing: readonly Passkey[] },
): Promise<string> {
  const options = await generateRegistrationOptions({
    rpName: 'Garance partenaires',
    rpID: relyingParty(deps).rpID,
    userName: actor.email,
    userDisplayName: actor.name,
    userID: Uint8Array.from(Buffer.from(actor.personId, 'utf8')),
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: existing.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  await rememberChallenge(deps, visit, { purpose: registration, challenge: options.challenge });
  return JSON.stringify(options);
}

export type NewPasskey = Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'transports'>;

/** The passkey that was made for this browser's challenge; undefined for every other answer. */
export async function verifyRegistration(
  deps: PortalDeps,
  visit: RequestContext,
  answer: string,
): Promise<NewPasskey | undefined> {
  const expectedChallenge = await takeChallenge(deps, visit, registration);
  const response = readJson(attestationSchema, answer);
  if (expectedChallenge === undefined || response === undefined) return undefined;
  const { rpID, origin } = relyingParty(deps);
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: false,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => undefined);
  if (verified?.verified !== true) return undefined;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  const transports = response.response.transports.filter(
    (transport) => transportSchema.safeParse(transport).success,
  );
  return { id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports };
}

function readJson<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
