import type { GuardedFetch } from '@garance/web/outbound';
import type { JWK, JWTPayload } from 'jose';
import type { DemoServiceKeys } from '../keys.ts';
import { publicJwks } from '../keys.ts';
import type { SignInEntry } from '../sign-in-entries.ts';
import { accessTokenHash, createTokenMaker, encryptTo, type TokenMaker } from './token-maker.ts';

/** What the hub double uses to make a token; a fault may change the result. */
export interface Making {
  readonly claims: JWTPayload;
  readonly tokens: TokenMaker;
  /** Encrypts as the entry registered; returns the token unchanged for an entry without encryption. */
  seal(jwt: string): Promise<string>;
  /** The service's public key for this algorithm. */
  recipient(alg: 'RSA-OAEP-256' | 'ECDH-ES'): JWK;
}

/** Wrong behaviours. None given: a correct hub. */
export interface Faults {
  readonly callback?: (params: URLSearchParams) => void;
  readonly idTokenClaims?: (claims: JWTPayload) => Record<string, unknown>;
  readonly idToken?: (making: Making) => Promise<string> | string;
  readonly userinfoClaims?: (claims: JWTPayload) => Record<string, unknown>;
  readonly userinfo?: (making: Making) => Promise<Response> | Response;
  readonly tokenResponse?: (body: Record<string, unknown>) => Response;
  readonly discovery?: (document: Record<string, unknown>) => Record<string, unknown>;
}

/** A hub as a function: no socket, all answers controlled by the test. */
export interface FakeHub {
  readonly issuer: string;
  readonly fetch: GuardedFetch;
  /** The citizen's part of a login: returns the parameters of the callback. */
  answer(authorizationUrl: string): URLSearchParams;
  /** Paths that the service requested, in order. */
  readonly calls: readonly string[];
  /** Forms posted to the token endpoint. */
  readonly tokenForms: readonly URLSearchParams[];
}

export const clientId = 'town';
export const citizen = {
  sub: `${'ab'.repeat(32)}v1`,
  given_name: 'Élodie Jeanne',
  family_name: 'D’Aubigné-Lefèvre',
  birthdate: '1969-00-00',
  gender: 'female',
  birthplace: '2A004',
  birthcountry: '99100',
  email: 'elodie@example.org',
};
const issuer = 'https://hub.example/api/v2';

const accessToken = 'access-token-of-this-login';
const now = () => Math.floor(Date.now() / 1000);

interface Answers {
  readonly faults: Faults;
  making(claims: JWTPayload): Making;
}

/** @param requested parameters of the authorization request */
async function tokenAnswer({ faults, making }: Answers, requested: URLSearchParams): Promise<Response> {
  const claims = (faults.idTokenClaims ?? same)({
    iss: issuer,
    sub: citizen.sub,
    aud: clientId,
    iat: now(),
    exp: now() + 60,
    auth_time: now(),
    nonce: requested.get('nonce') ?? '',
    acr: requested.get('acr_values') ?? '',
    at_hash: accessTokenHash(accessToken),
  });
  const made = making(claims);
  const idToken = faults.idToken?.(made) ?? made.seal(await made.tokens.sign(claims));
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: 60,
    id_token: await idToken,
    scope: requested.get('scope'),
  };
  return (faults.tokenResponse ?? Response.json)(body);
}

async function userinfoAnswer({ faults, making }: Answers): Promise<Response> {
  const claims = (faults.userinfoClaims ?? same)({
    iss: issuer,
    aud: clientId,
    iat: now(),
    exp: now() + 60,
    ...citizen,
  });
  const made = making(claims);
  return faults.userinfo?.(made) ?? jwtResponse(await made.seal(await made.tokens.sign(claims)));
}

export async function createFakeHub(
  entry: SignInEntry,
  serviceKeys: DemoServiceKeys,
  faults: Faults = {},
): Promise<FakeHub> {
  const tokens = await createTokenMaker();
  const published = publicJwks(serviceKeys).keys;
  const recipient = (alg: string) => published.find((key) => key.alg === alg) ?? {};
  const seal = async (jwt: string) =>
    entry.encryption === undefined
      ? jwt
      : encryptTo(recipient(entry.encryption.alg), jwt, { alg: entry.encryption.alg });
  const calls: string[] = [];
  const tokenForms: URLSearchParams[] = [];
  let requested = new URLSearchParams();
  const answers: Answers = { faults, making: (claims) => ({ claims, tokens, seal, recipient }) };

  const routes: Readonly<Record<string, (form: URLSearchParams) => Response | Promise<Response>>> = {
    '/.well-known/openid-configuration': () =>
      Response.json((faults.discovery ?? same)(discoveryDocument(entry))),
    '/jwks': () => Response.json(tokens.jwks),
    '/token': (form) => {
      tokenForms.push(form);
      return tokenAnswer(answers, requested);
    },
    '/userinfo': () => userinfoAnswer(answers),
    '/par': (form) => {
      requested = form;
      return Response.json({ request_uri: 'urn:par:1', expires_in: 60 }, { status: 201 });
    },
  };

  return {
    issuer,
    calls,
    tokenForms,
    async fetch(url, init) {
      const path = String(url).replace(issuer, '');
      calls.push(path);
      const form = new URLSearchParams(init?.body instanceof URLSearchParams ? init.body : '');
      return routes[path]?.(form) ?? new Response('no such path', { status: 404 });
    },
    answer(authorizationUrl) {
      const sent = new URL(authorizationUrl).searchParams;
      if (!sent.has('request_uri')) requested = sent;
      const params = new URLSearchParams({
        code: 'code-1',
        state: requested.get('state') ?? '',
        iss: issuer,
      });
      faults.callback?.(params);
      return params;
    },
  };
}

export function jwtResponse(jwt: string): Response {
  return new Response(jwt, { headers: { 'content-type': 'application/jwt' } });
}

function same<T>(value: T): T {
  return value;
}

function discoveryDocument(entry: SignInEntry): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    end_session_endpoint: `${issuer}/session/end`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['ES256'],
    userinfo_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: [entry.authMethod],
  };
}
