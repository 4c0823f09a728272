import { requestedLevel } from '../shared/contract.ts';
import { encryptCompact, type Recipient } from '../shared/jwe.ts';
import { type Es256Key, signCompact } from '../shared/jws.ts';
import { personAt } from '../shared/persons.ts';

/** One sign-in at the upstream provider, from its code to its userinfo. */
export interface UpstreamLogin {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly codeChallenge: string;
  readonly acr: string;
  readonly person: number;
}

interface Minting {
  readonly issuer: string;
  readonly key: Es256Key;
  readonly login: UpstreamLogin;
}

const now = (): number => Math.floor(Date.now() / 1000);

/** An id_token signed with ES256, then encrypted to the hub. */
export function mintIdToken({ issuer, key, login }: Minting, recipient: Recipient): string {
  const iat = now();
  const claims = {
    iss: issuer,
    sub: `upstream-${login.person}`,
    aud: login.clientId,
    iat,
    exp: iat + 60,
    auth_time: iat,
    nonce: login.nonce,
    acr: login.acr || requestedLevel,
    amr: ['pwd', 'otp'],
  };
  return encryptCompact(signCompact(claims, key), recipient);
}

/** A signed userinfo answer with the whole pivot identity. */
export function mintUserinfo({ issuer, key, login }: Minting): string {
  const iat = now();
  const sub = `upstream-${login.person}`;
  return signCompact({ iss: issuer, aud: login.clientId, iat, sub, ...personAt(login.person) }, key);
}
