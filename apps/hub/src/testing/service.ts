/** For tests: a service's own side. Authenticates as it is registered, redeems codes, opens what it is given. */
import { randomUUID } from 'node:crypto';
import { nowSeconds, type Registration } from '@garance/core';
import type { FastifyInstance } from 'fastify';
import { compactDecrypt, compactVerify, createLocalJWKSet, decodeProtectedHeader, SignJWT } from 'jose';
import type { HubDeps } from '../deps.ts';
import type { TestRegistry } from './fakes.ts';
import { clientDecryptionKeys, clientSigningKey, clientSigningKid } from './fixed-keys.ts';
import { clientSecret, type ServiceName } from './services.ts';

type Fields = Readonly<Record<string, string>>;

/** A direct answer of the hub to a service. */
export interface DirectAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Parsed, when it is JSON; an empty object otherwise. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** How a service proves who it is: headers, and fields of the form. */
export interface Credentials {
  readonly headers: Fields;
  readonly fields: Fields;
}

export interface Tokens {
  readonly accessToken: string;
  /** The signed id_token, decrypted when it came encrypted. */
  readonly idToken: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly scope: string;
}

export type TestService = ReturnType<typeof createService>;

export interface ServiceOptions {
  readonly app: FastifyInstance;
  readonly deps: HubDeps;
  readonly issuer: string;
  readonly name: ServiceName;
  readonly registry: TestRegistry;
}

export function createService({ app, deps, issuer, name, registry }: ServiceOptions) {
  // As it was when the test began: a withdrawn service still knows its own client_id.
  const registration: Registration = registry.registration(name);
  const { clientId, redirectUris } = registration;
  const [redirectUri = ''] = redirectUris;
  const base = new URL(issuer).pathname;

  async function send(
    method: 'GET' | 'POST',
    path: string,
    { headers = {}, fields, remoteAddress }: Partial<Credentials> & { readonly remoteAddress?: string },
  ): Promise<DirectAnswer> {
    const response = await app.inject({
      method,
      url: `${base}${path}`,
      headers: {
        ...(fields !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(fields !== undefined && { payload: new URLSearchParams(fields).toString() }),
      ...(remoteAddress !== undefined && { remoteAddress }),
    });
    const json = response.headers['content-type']?.toString().startsWith('application/json')
      ? (response.json() as Readonly<Record<string, unknown>>)
      : {};
    const headersSeen = response.headers as DirectAnswer['headers'];
    return { status: response.statusCode, headers: headersSeen, body: response.body, json };
  }

  const service = {
    name,
    registration,
    clientId,
    redirectUri,
    send,
    /** An authorization request that the hub accepts, with changes; an empty value removes a parameter. */
    request: (changes: Fields = {}): Fields => {
      const good = {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: 'openid given_name email',
        state: 'state-of-the-service',
        nonce: 'nonce-of-the-service-which-is-long',
        acr_values: registration.platform === 'plus' ? 'eidas2' : 'eidas1',
        ...changes,
      };
      return Object.fromEntries(Object.entries(good).filter(([, value]) => value !== ''));
    },
    /** A fresh client assertion (RFC 7523), with changed claims. */
    assertion: (changes: Readonly<Record<string, unknown>> = {}): Promise<string> =>
      new SignJWT({
        iss: clientId,
        sub: clientId,
        aud: issuer,
        jti: randomUUID(),
        iat: nowSeconds(deps.clock),
        exp: nowSeconds(deps.clock) + 60,
        ...changes,
      })
        .setProtectedHeader({ alg: 'ES256', kid: clientSigningKid })
        .sign(clientSigningKey),
    async credentials(): Promise<Credentials> {
      switch (registration.auth.method) {
        case 'client_secret_post':
          return { headers: {}, fields: { client_id: clientId, client_secret: clientSecret } };
        case 'client_secret_basic': {
          const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
          return { headers: { authorization: `Basic ${btoa(pair)}` }, fields: {} };
        }
        case 'private_key_jwt':
          return { headers: {}, fields: assertionFields(await service.assertion()) };
      }
    },
    /** Any call that the service authenticates. */
    async call(path: string, fields: Fields, credentials?: Credentials): Promise<DirectAnswer> {
      const own = credentials ?? (await service.credentials());
      return send('POST', path, { headers: own.headers, fields: { ...own.fields, ...fields } });
    },
    token: (code: string, changes: Fields = {}, credentials?: Credentials): Promise<DirectAnswer> =>
      service.call(
        '/token',
        { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...changes },
        credentials,
      ),
    /** Redeems and opens; throws when refused. */
    async redeem(code: string, changes: Fields = {}): Promise<Tokens> {
      const { status, json } = await service.token(code, changes);
      if (status !== 200) throw new Error(`not redeemed: ${String(json.error_description)}`);
      const idToken = await service.decrypt(String(json.id_token));
      return {
        accessToken: String(json.access_token),
        idToken,
        claims: await service.verify(idToken),
        scope: String(json.scope),
      };
    },
    userinfo: (accessToken: string): Promise<DirectAnswer> =>
      send('GET', '/userinfo', { headers: { authorization: `Bearer ${accessToken}` } }),
    /** The claims of userinfo, whatever their form; throws when refused. */
    async person(accessToken: string): Promise<Readonly<Record<string, unknown>>> {
      const answer = await service.userinfo(accessToken);
      if (answer.status !== 200) throw new Error(`no userinfo: ${String(answer.json.error_description)}`);
      if (answer.headers['content-type'] !== 'application/jwt') return answer.json;
      return service.verify(await service.decrypt(answer.body));
    },
    revoke: (token: string): Promise<DirectAnswer> => service.call('/token/revocation', { token }),
    push: (changes: Fields = {}): Promise<DirectAnswer> => service.call('/par', service.request(changes)),
    /** Pushes, then what the browser carries. */
    async pushed(changes: Fields = {}): Promise<Fields> {
      const { json } = await service.push(changes);
      return { client_id: clientId, request_uri: String(json.request_uri) };
    },
    /** The signed token inside an encrypted one; a signed one as it is. */
    async decrypt(token: string): Promise<string> {
      if (token.split('.').length !== 5) return token;
      const { kid = '' } = decodeProtectedHeader(token);
      const key = clientDecryptionKeys.get(kid);
      if (key === undefined) throw new Error('encrypted to nobody known');
      const { plaintext, protectedHeader } = await compactDecrypt(token, key);
      if (protectedHeader.cty !== 'JWT') throw new Error('a nested token says that it is one');
      return new TextDecoder().decode(plaintext);
    },
    /** The claims of a token that the hub's published keys verify. */
    async verify(token: string): Promise<Readonly<Record<string, unknown>>> {
      const { json, body } = await send('GET', '/jwks', {});
      const jwks = Object.keys(json).length > 0 ? json : JSON.parse(body);
      const { payload } = await compactVerify(token, createLocalJWKSet(jwks));
      return JSON.parse(new TextDecoder().decode(payload));
    },
  };
  return service;
}

export function assertionFields(assertion: string): Fields {
  return {
    client_assertion: assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  };
}
