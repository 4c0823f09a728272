/** For tests and measurements: an identity provider on a loopback port, correct unless the test sets a fault. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Provider } from '@garance/core';
import { type EncryptionPair, encryptRaw, type Header, type SigningPair, signRaw } from './token-forge.ts';

type Claims = Record<string, unknown>;
export type Endpoint = 'discovery' | 'jwks' | 'token' | 'userinfo';
/** `slow` never answers. */
export type HttpFault = 'status 500' | 'slow' | '10 MB' | 'html' | 'gone' | 'redirect' | 'hang up';

/** Deviations from correct behaviour. Everything absent is correct. */
export interface Misbehaviour {
  readonly idTokenClaims?: (claims: Claims) => Claims;
  readonly idTokenHeader?: (header: Header) => Header;
  /** Replaces the signed id_token, before any encryption. */
  readonly idTokenJws?: (claims: Claims) => string;
  /** Replaces what is sent as id_token. */
  readonly idToken?: (jws: string) => string | Promise<string>;
  readonly tokenResponse?: (body: Claims) => unknown;
  readonly tokenStatus?: number;
  readonly userinfoClaims?: (claims: Claims) => Claims;
  readonly userinfoJws?: (claims: Claims) => string;
  readonly userinfo?: (jws: string, claims: Claims) => string | Promise<string>;
  readonly userinfoContentType?: string;
  readonly userinfoStatus?: number;
  readonly discovery?: (document: Claims) => Claims;
  readonly keys?: (keys: readonly unknown[]) => readonly unknown[];
  readonly http?: Partial<Record<Endpoint, HttpFault>>;
}

export interface DoubleOptions {
  readonly signing: SigningPair;
  /** Absent: userinfo is signed as the id_token is. */
  readonly userinfoSigning?: SigningPair;
  /** The hub's key that tokens are encrypted to; absent: signed only. */
  readonly encryption?: EncryptionPair;
  readonly provider?: Partial<Provider>;
  /** Person, level, nonce in the correct id_token. */
  readonly nonce: string;
  readonly nowSeconds: () => number;
}

export interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

export interface ProviderDouble extends AsyncDisposable {
  readonly issuer: string;
  /** Its registration at the hub, by discovery. */
  readonly provider: Provider;
  readonly seen: SeenRequest[];
  behave(misbehaviour: Misbehaviour): void;
  /** Closes every connection, idle ones included. */
  hangUp(): void;
}

const accessToken = 'access-token-of-the-provider';
const sub = 'subject-at-the-provider';
const person = {
  given_name: 'Angela Claire Louise',
  family_name: 'DUBOIS',
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
  email: 'angela@example.org',
};

export async function startProviderDouble(options: DoubleOptions): Promise<ProviderDouble> {
  let misbehaviour: Misbehaviour = {};
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/idp`;
  const provider = registrationOf(issuer, options);
  const pages: Readonly<Record<string, Endpoint>> = {
    '/idp/.well-known/openid-configuration': 'discovery',
    '/idp/jwks': 'jwks',
    '/idp/token': 'token',
    '/idp/userinfo': 'userinfo',
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
    const path = request.url ?? '';
    seen.push({ path, authorization: request.headers.authorization, form });
    const endpoint = pages[path];
    const fault = endpoint === undefined ? 'gone' : misbehaviour.http?.[endpoint];
    if (endpoint === undefined || fault !== undefined) return fail(response, fault ?? 'gone');
    const { status, type, body } = await content[endpoint]();
    response.writeHead(status, { 'content-type': type }).end(body);
  }

  const json = (body: unknown, status = 200) => ({
    status,
    type: 'application/json',
    body: JSON.stringify(body),
  });
  const content = {
    discovery: async () => {
      const document = discoveryOf(issuer, options);
      return json(misbehaviour.discovery?.(document) ?? document);
    },
    jwks: async () => {
      const keys = [
        options.signing,
        ...(options.userinfoSigning === undefined ? [] : [options.userinfoSigning]),
      ].map(({ publicJwk }) => publicJwk);
      return json({ keys: misbehaviour.keys?.(keys) ?? keys });
    },
    token: async () => {
      const body = {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: 60,
        id_token: await idTokenOf(issuer, options, misbehaviour),
      };
      return json(misbehaviour.tokenResponse?.(body) ?? body, misbehaviour.tokenStatus);
    },
    userinfo: () => userinfoOf(issuer, options, misbehaviour),
  };

  return {
    issuer,
    provider,
    seen,
    behave(next) {
      misbehaviour = next;
    },
    hangUp: () => server.closeAllConnections(),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

function fail(response: ServerResponse, fault: HttpFault): void {
  if (fault === 'slow') return;
  if (fault === 'hang up') response.destroy();
  else if (fault === 'status 500') response.writeHead(500).end('{}');
  else if (fault === 'gone') response.writeHead(404).end('{}');
  else if (fault === 'redirect') response.writeHead(302, { location: '/idp/jwks' }).end();
  else if (fault === 'html')
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Maintenance</title>');
  else response.writeHead(200, { 'content-type': 'application/json' }).end(`"${'x'.repeat(10_000_000)}"`);
}

function registrationOf(issuer: string, { signing, encryption, provider }: DoubleOptions): Provider {
  return {
    id: 'double',
    platform: 'plus',
    environment: 'integration',
    name: 'Double',
    displayOrder: 1,
    status: 'active',
    source: { kind: 'discovery', url: `${issuer}/.well-known/openid-configuration` },
    clientId: 'the hub',
    clientSecret: 'secret of the hub: é&+',
    authMethod: 'client_secret_post',
    levels: ['eidas2', 'eidas3'],
    idTokenSigningAlg: signing.alg,
    ...(encryption !== undefined && {
      idTokenEncryption: { alg: encryption.alg, enc: 'A256GCM' as const },
    }),
    userinfoFormat: encryption === undefined ? 'signed' : 'nested',
    pkce: true,
    ...provider,
  };
}

function discoveryOf(issuer: string, { signing }: DoubleOptions): Claims {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize?fixed=1`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    end_session_endpoint: `${issuer}/logout`,
    authorization_response_iss_parameter_supported: true,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [signing.alg],
  };
}

async function idTokenOf(issuer: string, options: DoubleOptions, behaviour: Misbehaviour): Promise<string> {
  const { signing, encryption, nonce, provider } = options;
  const now = options.nowSeconds();
  const honest: Claims = {
    iss: issuer,
    sub,
    aud: provider?.clientId ?? 'the hub',
    exp: now + 60,
    iat: now,
    auth_time: now,
    nonce,
    acr: 'eidas2',
    amr: ['pwd', 'otp'],
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
  };
  const claims = behaviour.idTokenClaims?.(honest) ?? honest;
  const header = { alg: signing.alg, kid: signing.kid, typ: 'JWT' };
  const jws =
    behaviour.idTokenJws?.(claims) ?? signRaw(behaviour.idTokenHeader?.(header) ?? header, claims, signing);
  if (behaviour.idToken !== undefined) return behaviour.idToken(jws);
  return encryption === undefined ? jws : encryptRaw(jws, encryption);
}

async function userinfoOf(issuer: string, options: DoubleOptions, behaviour: Misbehaviour) {
  const { userinfoSigning: signing = options.signing, encryption, provider } = options;
  const format = provider?.userinfoFormat ?? (encryption === undefined ? 'signed' : 'nested');
  const honest: Claims = {
    sub,
    ...person,
    ...(format !== 'json' && { iss: issuer, aud: provider?.clientId ?? 'the hub' }),
  };
  const claims = behaviour.userinfoClaims?.(honest) ?? honest;
  const status = behaviour.userinfoStatus ?? 200;
  const type = behaviour.userinfoContentType ?? (format === 'json' ? 'application/json' : 'application/jwt');
  const jws =
    behaviour.userinfoJws?.(claims) ?? signRaw({ alg: signing.alg, kid: signing.kid }, claims, signing);
  if (behaviour.userinfo !== undefined) return { status, type, body: await behaviour.userinfo(jws, claims) };
  if (format === 'json') return { status, type, body: JSON.stringify(claims) };
  const body = format === 'nested' && encryption !== undefined ? await encryptRaw(jws, encryption) : jws;
  return { status, type, body };
}
