/**
 * The partner's service: the demo service at its own address, configured with the credentials from the partner space
 * only, and configured again for production.
 */
import type { Platform } from '@garance/core';
import {
  generateDemoServiceKeys,
  type SignInEntryName,
  signInEntries,
  startDemoService,
} from '@garance/demo';
import { createPino } from '@garance/web/server';
import { findFreeRange } from '../../federation.ts';
import { meetCitizen, type Stage } from '../actors.ts';
import type { Credentials } from './credentials.ts';

export interface ServiceSite {
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  /** Public keys, for the registration. */
  readonly jwks: string;
  /** Signs a citizen in and out in a real browser. @returns what the service shows */
  signsCitizenIn(credentials: Credentials): Promise<{ readonly level: string; readonly familyName: string }>;
}

const entryOf: Readonly<Record<Platform, SignInEntryName>> = {
  standard: 'franceconnect',
  plus: 'plusSubstantial',
};

export async function createServiceSite(stage: Stage, platform: Platform): Promise<ServiceSite> {
  const entry = entryOf[platform];
  const keys = await generateDemoServiceKeys();
  const port = await findFreeRange();
  const origin = `http://127.0.0.1:${port}`;
  const start = (credentials: Credentials) => {
    // The other entries have no hub; no test uses them.
    const closed = { issuer: credentials.issuer, clientId: 'none' };
    return startDemoService({
      host: '127.0.0.1',
      port,
      keys,
      clients: {
        franceconnect: closed,
        plusSubstantial: closed,
        plusHigh: closed,
        [entry]: {
          ...credentials,
          authMethod: 'client_secret_post',
          scopes: ['openid', 'given_name', 'family_name', 'email'],
        },
      },
      logger: createPino({ name: 'service', level: 'silent' }),
      outboundPolicy: { allowHttp: true, allowPrivateAddresses: true },
    });
  };
  const published = [keys.rsaEncryption, keys.signing].map(({ kty, crv, x, y, n, e, kid, use, alg }) => ({
    ...(kty === 'EC' ? { kty, crv, x, y } : { kty, n, e }),
    kid,
    use,
    alg,
  }));
  return {
    redirectUri: `${origin}/callback/${signInEntries[entry].path}`,
    postLogoutRedirectUri: `${origin}/signed-out`,
    jwks: JSON.stringify({ keys: published }),
    async signsCitizenIn(credentials) {
      await using stack = new AsyncDisposableStack();
      const service = await start(credentials);
      stack.defer(() => service.close());
      const run = { ...stage.federation.run, demoService: origin };
      const citizen = await meetCitizen({ ...stage, federation: { ...stage.federation, run } });
      stack.defer(() => citizen.leaves());
      await citizen.signsInThrough(entry, 'high', 'basile');
      const seen = { level: await citizen.reads('acr'), familyName: await citizen.reads('family_name') };
      await citizen.signsOutOfTheService();
      return seen;
    },
  };
}
