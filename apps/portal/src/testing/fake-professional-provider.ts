/** An OpenID Provider for professionals without a network: answers the portal's requests as the test sets them. */
import { createHash } from 'node:crypto';
import type { Outbound } from '@garance/web/outbound';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const issuer = 'https://agents.example';
export const fakeSettings = {
  issuer,
  clientId: 'portal',
  clientSecret: 'secret-of-the-portal-at-the-provider',
};

export interface FakeAnswer {
  readonly sub?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Replaces the nonce of the authorization request. */
  readonly nonce?: string;
  readonly idTokenIssuer?: string;
}

export interface FakeProvider {
  readonly outbound: Outbound;
  /** Signs the person in at the provider. @returns the query of the redirect back to the portal */
  signIn(authorizationUrl: string, answer?: FakeAnswer): string;
  /** Parameters of the last authorization request. */
  requested(authorizationUrl: string): URLSearchParams;
  /** Whether the provider answers at all. */
  setReachable(reachable: boolean): void;
}

interface Granted extends FakeAnswer {
  readonly authorizationRequest: URLSearchParams;
}

export async function createFakeProvider(): Promise<FakeProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, Granted>();
  const tokens = new Map<string, Granted>();
  let isReachable = true;

  const idToken = ({ authorizationRequest, sub = 'agent-1', ...granted }: Granted): Promise<string> =>
    new SignJWT({ nonce: granted.nonce ?? authorizationRequest.get('nonce') })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(granted.idTokenIssuer ?? issuer)
      .setSubject(sub)
      .setAudience('portal')
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey);
  const redeem = async (form: URLSearchParams): Promise<Response> => {
    const granted = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const right =
      granted !== undefined &&
      granted.authorizationRequest.get('code_challenge') === challenge &&
      form.get('client_secret') === fakeSettings.clientSecret;
    if (!right) return Response.json({ error: 'invalid_grant' }, { status: 400 });
    const token = `token-${form.get('code')}`;
    tokens.set(token, granted);
    return Response.json({ access_token: token, token_type: 'Bearer', id_token: await idToken(granted) });
  };
  const respond = async (url: URL, init: RequestInit | undefined): Promise<Response> => {
    if (!isReachable) throw new TypeError('unreachable');
    const at = (path: string) => `${issuer}${path}`;
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return Response.json({
          issuer,
          authorization_endpoint: at('/authorize'),
          token_endpoint: at('/token'),
          userinfo_endpoint: at('/userinfo'),
          jwks_uri: at('/jwks'),
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/jwks':
        return Response.json({ keys: [jwk] });
      case '/token':
        return redeem(new URLSearchParams(String(init?.body)));
      case '/userinfo': {
        const bearer = new Headers(init?.headers).get('authorization')?.slice('Bearer '.length);
        const { sub = 'agent-1', claims = {} } = tokens.get(bearer ?? '') ?? {};
        return Response.json({ sub, ...claims });
      }
      default:
        return new Response('', { status: 404 });
    }
  };
  return {
    outbound: {
      policy: { allowHttp: false, allowPrivateAddresses: false },
      request: () => Promise.reject(new Error('not used')),
      fetch: ((input: string | URL, init?: RequestInit) =>
        respond(new URL(input), init)) as unknown as Outbound['fetch'],
      close: async () => {},
    },
    signIn: (authorizationUrl, answer = {}) => {
      const authorizationRequest = new URL(authorizationUrl).searchParams;
      const code = `code-${codes.size}-${authorizationRequest.get('state')}`;
      codes.set(code, { ...answer, authorizationRequest });
      return new URLSearchParams({ code, state: authorizationRequest.get('state') ?? '' }).toString();
    },
    requested: (authorizationUrl) => new URL(authorizationUrl).searchParams,
    setReachable: (reachable) => {
      isReachable = reachable;
    },
  };
}
