import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoProviders } from '../demo-provider.ts';
import { startDemoProviders } from '../start-demo-providers.ts';
import { createBrowser } from '../test-browser.ts';
import { demoProfessionals } from './accounts.ts';

const redirectUri = 'http://localhost:9/sign-in/professional/callback';

describe('the demo provider for professionals', () => {
  let providers: DemoProviders;
  beforeAll(async () => {
    providers = await startDemoProviders({
      host: '127.0.0.1',
      port: 0,
      clients: [],
      professionals: {
        clients: [
          { clientId: 'portal', clientSecret: 's', redirectUris: [redirectUri], postLogoutRedirectUris: [] },
        ],
      },
    });
  });
  afterAll(() => providers.close());

  const logIn = async (form: Record<string, string>) => {
    const issuer = new URL(providers.professionalsIssuer ?? 'http://none.invalid');
    const config = await oidc.discovery(issuer, 'portal', undefined, oidc.ClientSecretPost('s'), {
      execute: [oidc.allowInsecureRequests],
    });
    const verifier = oidc.randomPKCECodeVerifier();
    const checks = {
      expectedState: oidc.randomState(),
      expectedNonce: oidc.randomNonce(),
      pkceCodeVerifier: verifier,
    };
    const browser = createBrowser(providers.origin);
    const page = await browser.get(
      oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid email given_name usual_name siret',
        state: checks.expectedState,
        nonce: checks.expectedNonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        prompt: 'login',
      }),
    );
    const end = await browser.submit(page, form);
    return { config, checks, page, end };
  };

  it('gives e-mail, names and SIRET of the chosen account', async () => {
    const { config, checks, end, page } = await logIn({ account: 'claire' });
    for (const { familyName } of demoProfessionals) expect(page.html).toContain(familyName);
    const tokens = await oidc.authorizationCodeGrant(config, end, { ...checks, idTokenExpected: true });
    const sub = tokens.claims()?.sub ?? '';
    expect(await oidc.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({
      sub,
      given_name: 'Claire',
      usual_name: 'Fontaine',
      email: 'claire.fontaine@garancebourg.example',
      email_verified: true,
      siret: '99900000100019',
    });
  });

  it('lets people cancel', async () => {
    const { end } = await logIn({ action: 'cancel' });
    expect(end.searchParams.get('error')).toBe('access_denied');
  });

  it('is absent by default', async () => {
    const without = await startDemoProviders({ host: '127.0.0.1', port: 0, clients: [] });
    expect(without.professionalsIssuer).toBeUndefined();
    expect((await fetch(`${without.origin}/professionals/.well-known/openid-configuration`)).status).toBe(
      404,
    );
    await without.close();
  });
});
