import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CompactEncrypt,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

export interface TinyHub {
  readonly issuer: string;
  close(): Promise<void>;
}

/** A hub that signs every visitor in as the same person without pages, with nested tokens, for tests of the service's pages. */
export async function startTinyHub(clientId: string, jwksUri: () => string): Promise<TinyHub> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'tiny', use: 'sig', alg: 'ES256' };
  let nonce = '';

  async function nested(claims: JWTPayload): Promise<string> {
    const published = (await (await fetch(jwksUri())).json()) as { readonly keys: readonly JWK[] };
    const recipient = published.keys.find(({ alg }) => alg === 'ECDH-ES') ?? {};
    const jwt = await new SignJWT({ iss: issuer, aud: clientId, sub: `${'ab'.repeat(32)}v1`, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'tiny' })
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(privateKey);
    return new CompactEncrypt(new TextEncoder().encode(jwt))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT', kid: recipient.kid ?? '' })
      .encrypt(await importJWK(recipient, 'ECDH-ES'));
  }

  const json = (body: object) => ({ type: 'application/json', body: JSON.stringify(body) });
  async function answer(
    request: IncomingMessage,
  ): Promise<{ type?: string; body?: string; location?: string }> {
    const url = new URL(request.url ?? '/', issuer);
    const query = url.searchParams;
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          end_session_endpoint: `${issuer}/end`,
        });
      case '/jwks':
        return json({ keys: [jwk] });
      case '/authorize': {
        nonce = query.get('nonce') ?? '';
        const params = new URLSearchParams({ code: 'one', state: query.get('state') ?? '' });
        return { location: `${query.get('redirect_uri')}?${params}` };
      }
      case '/token':
        return json({
          access_token: 'access',
          token_type: 'Bearer',
          id_token: await nested({ nonce, acr: 'eidas3', auth_time: Math.floor(Date.now() / 1000) }),
        });
      case '/userinfo':
        return {
          type: 'application/jwt',
          body: await nested({
            given_name: 'Élodie Jeanne Marie-Thérèse',
            family_name: 'D’Aubigné-Lefèvre de la Rochefoucauld',
            preferred_username: 'Lefèvre',
            birthdate: '1969-03-00',
            gender: 'female',
            birthplace: '2A004',
            birthcountry: '99100',
            email: 'elodie.jeanne.marie-therese@a-rather-long-domain-name.example',
          }),
        };
      default:
        return { location: `${query.get('post_logout_redirect_uri')}?state=${query.get('state')}` };
    }
  }

  const server = createServer((request, response) => {
    answer(request).then(({ type = 'text/plain', body = '', location }) => {
      if (location === undefined) response.writeHead(200, { 'content-type': type }).end(body);
      else response.writeHead(303, { location }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
