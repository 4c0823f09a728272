/** A token of a rehearsed login, with functions that protect it rightly or wrongly. Signing goes through the guard. */
import {
  type Encryption,
  GaranceError,
  type Jwks,
  type Registration,
  type RehearsalSigner,
  type RehearsedToken,
  type SigningAlg,
} from '@garance/core';
import { encryptJwt, type TokenParties } from '@garance/oidc';
import { z } from 'zod';
import type { HubParts } from '../deps.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { guardClaims, guardHeader, type OwnIdentities } from './guard.ts';
import type { RehearsalKeys } from './rehearsal-keys.ts';
import type { Rehearsals } from './rehearsals.ts';

interface TokenInput {
  readonly rehearsals: Rehearsals;
  readonly registration: Registration;
  readonly claims: RehearsedToken['claims'];
  /** The true subject, also when the claims lack it. */
  readonly sub: string;
  readonly format: {
    readonly signingAlg?: SigningAlg | undefined;
    readonly encryption?: Encryption | undefined;
  };
  readonly presentedSecret?: string | undefined;
}

export async function rehearsedToken(deps: HubParts, input: TokenInput): Promise<RehearsedToken> {
  const { registration, claims, sub, format, presentedSecret } = input;
  const own: OwnIdentities = {
    issuer: deps.config.issuer,
    clientId: registration.clientId,
    sub,
    isClient: (name) => deps.registry.findRegistration(name) !== undefined,
  };
  const { signingAlg, encryption } = format;
  const tools = encryption === undefined ? undefined : await encryptionTools(deps, input, encryption);
  return {
    claims,
    ...(signingAlg !== undefined && {
      signer: guardedSigner(deps.keyRing, input.rehearsals.keys, { alg: signingAlg, own }),
    }),
    ...(tools !== undefined && { encryption: tools }),
    ...(presentedSecret !== undefined && { presentedSecret }),
  };
}

function guardedSigner(
  keyRing: KeyRing,
  keys: RehearsalKeys,
  { alg, own }: { readonly alg: SigningAlg; readonly own: OwnIdentities },
): RehearsalSigner {
  const signer = keyRing.signer(alg);
  const published: readonly object[] = keyRing.signingJwks().keys;
  const isUsed = (jwk: object): jwk is Jwks['keys'][number] => 'kid' in jwk && jwk.kid === signer.kid;
  const publicJwk = published.find(isUsed);
  if (publicJwk === undefined) throw new Error('the hub signs with a key that it does not publish');
  return {
    alg,
    kid: signer.kid,
    publicJwk,
    sign: async (claims, { header, kid } = {}) => {
      const chosen = kid === undefined ? signer : keys.findSigner(kid);
      if (chosen === undefined) throw new GaranceError('rehearsal.identity_refused', { detail: 'kid' });
      return chosen.signJwt(guardClaims(claims, own), guardHeader(header));
    },
  };
}

async function encryptionTools(
  { clientKeys, config }: HubParts,
  { registration }: TokenInput,
  encryption: Encryption,
): Promise<RehearsedToken['encryption']> {
  const recipient = await clientKeys.encryptionKey(registration, encryption);
  if (recipient === undefined) throw new GaranceError('token.no_encryption_key');
  const own = { iss: config.issuer, aud: registration.clientId };
  return {
    alg: encryption.alg,
    recipients: await clientKeys.recipients(registration, encryption),
    encrypt: (jwt) => encryptJwt(jwt, recipient, partiesIn(jwt) ?? own),
  };
}

const namedParties = z.object({ iss: z.string(), aud: z.unknown() });

/**
 * The parties named by the claims, right or wrong: a header that contradicts its token would be another fault (RFC 7519
 * §5.3) than the one under test inside. Undefined when it is not a token.
 */
function partiesIn(jwt: string): TokenParties | undefined {
  try {
    return namedParties.safeParse(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()))
      .data;
  } catch {
    return undefined;
  }
}
