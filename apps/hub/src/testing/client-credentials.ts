/** For tests: authenticates a service by its registered method. */
import { randomUUID } from 'node:crypto';
import { type Clock, nowSeconds, type Registration } from '@garance/core';
import { SignJWT } from 'jose';
import { clientSigningKey, clientSigningKid } from './fixed-keys.ts';
import type { Fields } from './http-browser.ts';
import { clientSecret } from './services.ts';

/** Headers, and fields of the form. */
export interface Credentials {
  readonly headers: Fields;
  readonly fields: Fields;
}

interface Prover {
  readonly registration: Registration;
  readonly issuer: string;
  readonly clock: Clock;
}

/** A fresh client assertion (RFC 7523), with changed claims. */
export function makeAssertion(
  { registration: { clientId }, issuer, clock }: Prover,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const now = nowSeconds(clock);
  const claims = { iss: clientId, sub: clientId, aud: issuer, jti: randomUUID(), iat: now, exp: now + 60 };
  return new SignJWT({ ...claims, ...changes })
    .setProtectedHeader({ alg: 'ES256', kid: clientSigningKid })
    .sign(clientSigningKey);
}

export function assertionFields(assertion: string): Fields {
  return {
    client_assertion: assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  };
}

export async function credentialsOf(prover: Prover): Promise<Credentials> {
  const { clientId, auth } = prover.registration;
  switch (auth.method) {
    case 'client_secret_post':
      return { headers: {}, fields: { client_id: clientId, client_secret: clientSecret } };
    case 'client_secret_basic': {
      const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
      return { headers: { authorization: `Basic ${btoa(pair)}` }, fields: {} };
    }
    case 'private_key_jwt':
      return { headers: {}, fields: assertionFields(await makeAssertion(prover)) };
  }
}
