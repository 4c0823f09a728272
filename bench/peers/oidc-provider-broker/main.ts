import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StartedTarget, TargetConfig } from '../../shared/contract.ts';
import { serveTarget } from '../../targets/serve-target.ts';
import { createAccounts } from './accounts.ts';
import { callbackPath, createInteractions } from './interactions.ts';
import { createBrokerProvider } from './provider.ts';
import { createSignInLog } from './sign-in-log.ts';
import { createUpstreamClient } from './upstream-client.ts';

const refuse = (response: ServerResponse): void => {
  response.writeHead(400, { 'content-type': 'text/plain' }).end('this sign-in cannot go on');
};

/** The broker of the bench, built from oidc-provider and openid-client; its tuning is in bench/README.md. */
async function startBroker(config: TargetConfig): Promise<StartedTarget> {
  const server = createServer({ keepAliveTimeout: 120_000 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const redirectUri = `${issuer}${callbackPath}`;
  const accounts = createAccounts();
  const { signingJwk, services } = config;
  const cookieKeys = [randomBytes(32).toString('base64url')];
  const provider = createBrokerProvider({ issuer, signingJwk, services, accounts, cookieKeys });
  const upstream = await createUpstreamClient(config, redirectUri);
  const register = { lookUp: async () => 'found' as const };
  const signIns = createSignInLog();
  const pages = createInteractions({ issuer, provider, upstream, accounts, register, signIns });
  const protocol = provider.callback();
  server.on('request', (request, response) => {
    const page = pages[`${request.method} ${(request.url ?? '').split('?', 1)[0]}`];
    if (page) page(request, response).catch(() => refuse(response));
    else void protocol(request, response);
  });
  return {
    script: {
      issuer,
      authorization: `${issuer}/auth`,
      token: `${issuer}/token`,
      userinfo: `${issuer}/me`,
      jwks: `${issuer}/jwks`,
      forms: [
        { actionEndsWith: '/provider', fields: { provider: 'upstream' } },
        { actionEndsWith: '/consent', fields: {} },
      ],
    },
    upstreamRedirectUri: redirectUri,
  };
}

serveTarget(startBroker);
