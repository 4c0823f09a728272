/**
 * For tests: a service as client of the hub. Authenticates as registered, redeems codes, decrypts and verifies tokens.
 */
import type { Claims, Registration } from '@garance/core';
import type { FastifyInstance } from 'fastify';
import type { HubDeps } from '../deps.ts';
import { type Credentials, credentialsOf, makeAssertion } from './client-credentials.ts';
import { createDirectCall, type DirectAnswer } from './direct-call.ts';
import type { TestRegistry } from './fakes.ts';
import type { Fields } from './http-browser.ts';
import { decryptNested, verifiedClaims } from './open-hub-token.ts';
import type { ServiceName } from './services.ts';

export interface Tokens {
  readonly accessToken: string;
  /** The signed id_token, decrypted when it came encrypted. */
  readonly idToken: string;
  readonly claims: Claims;
  readonly scope: string;
}

export type TestService = ReturnType<typeof createService>;

interface ServiceOptions {
  readonly app: FastifyInstance;
  readonly deps: HubDeps;
  readonly issuer: string;
  readonly name: ServiceName;
  readonly registry: TestRegistry;
}

/** An authorization request that the hub accepts, with changes; an empty value removes a parameter. */
function requestOf({ clientId, redirectUris, platform }: Registration, changes: Fields = {}): Fields {
  const good = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUris[0] ?? '',
    scope: 'openid given_name email',
    state: 'state-of-the-service',
    nonce: 'nonce-of-the-service-which-is-long',
    acr_values: platform === 'plus' ? 'eidas2' : 'eidas1',
    ...changes,
  };
  return Object.fromEntries(Object.entries(good).filter(([, value]) => value !== ''));
}

export function createService({ app, deps, issuer, name, registry }: ServiceOptions) {
  // The registration when the test began: a withdrawn service still knows its client_id.
  const registration = registry.registration(name);
  const { clientId, redirectUris } = registration;
  const [redirectUri = ''] = redirectUris;
  const prover = { registration, issuer, clock: deps.clock };
  const send = createDirectCall(app, new URL(issuer).pathname);

  /** Any call that the service authenticates. */
  const call = async (path: string, fields: Fields, credentials?: Credentials): Promise<DirectAnswer> => {
    const own = credentials ?? (await credentialsOf(prover));
    return send('POST', path, { headers: own.headers, fields: { ...own.fields, ...fields } });
  };
  const token = (code: string, changes: Fields = {}, credentials?: Credentials) =>
    call(
      '/token',
      { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...changes },
      credentials,
    );
  const push = (changes: Fields = {}) => call('/par', requestOf(registration, changes));
  const userinfo = (accessToken: string) =>
    send('GET', '/userinfo', { headers: { authorization: `Bearer ${accessToken}` } });
  /** The claims of a token that the hub's published keys verify. */
  const verify = async (jwt: string): Promise<Claims> =>
    verifiedClaims(jwt, JSON.parse((await send('GET', '/jwks', {})).body));

  return {
    registration,
    clientId,
    redirectUri,
    send,
    call,
    token,
    push,
    userinfo,
    verify,
    decrypt: decryptNested,
    request: (changes?: Fields) => requestOf(registration, changes),
    assertion: (changes?: Readonly<Record<string, unknown>>) => makeAssertion(prover, changes),
    credentials: () => credentialsOf(prover),
    revoke: (accessToken: string) => call('/token/revocation', { token: accessToken }),
    /** Pushes a request. @returns what the browser carries */
    async pushed(changes?: Fields): Promise<{ readonly client_id: string; readonly request_uri: string }> {
      const { json } = await push(changes);
      return { client_id: clientId, request_uri: String(json.request_uri) };
    },
    /** Redeems the code, decrypts and verifies the tokens; throws when refused. */
    async redeem(code: string, changes?: Fields): Promise<Tokens> {
      const { status, json } = await token(code, changes);
      if (status !== 200) throw new Error(`not redeemed: ${String(json.error_description)}`);
      const idToken = await decryptNested(String(json.id_token));
      const claims = await verify(idToken);
      return { accessToken: String(json.access_token), idToken, claims, scope: String(json.scope) };
    },
    /** The claims of userinfo, whatever their form; throws when refused. */
    async userinfoClaims(accessToken: string): Promise<Claims> {
      const { status, headers, body, json } = await userinfo(accessToken);
      if (status !== 200) throw new Error(`no userinfo: ${String(json.error_description)}`);
      return headers['content-type'] === 'application/jwt' ? verify(await decryptNested(body)) : json;
    },
  };
}
