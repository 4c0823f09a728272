import { createMetrics, createRequestMeter } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import type { Browser } from '../testing/browser.ts';
import { angela, boris, identityOf, providerIdToken } from '../testing/fakes.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';
import { clientSecret, type ServiceName } from '../testing/services.ts';

/** Values that no log may contain: collected during the logins. */
function createSecrets() {
  const values = new Set<string>([clientSecret, providerIdToken]);
  const note = (...found: readonly unknown[]) => {
    for (const value of found) if (typeof value === 'string' && value.length > 5) values.add(value);
  };
  for (const citizen of [angela, boris]) {
    note(...Object.values(citizen), ...citizen.given_name.split(' '), citizen.family_name);
  }
  return { values, note };
}

type Secrets = ReturnType<typeof createSecrets>;

/** A whole login, followed by everything that may go wrong after it. */
async function signInAndOut(hub: TestHub, name: ServiceName, { note }: Secrets): Promise<void> {
  const service = hub.service(name);
  const citizen = hub.browser();
  const own = { state: `state-of-${name}-kept-quiet`, nonce: `nonce-of-${name}-kept-quiet` };
  const pushed = await service.pushed(own);
  note(own.state, own.nonce, pushed.request_uri);
  await citizen.authorize(pushed);
  await citizen.authorize(pushed);
  await citizen.authorize((await service.pushed(own)) ?? {});
  await citizen.choose();
  note(citizen.upstream().state, citizen.upstream().nonce);
  await citizen.callback();
  await citizen.consent({});
  const { code = '' } = (citizen.last().params.code === undefined ? await citizen.consent() : citizen.last())
    .params;
  const credentials = await service.credentials();
  note(...Object.values(credentials.fields).filter((value) => value.length > 40));
  note(credentials.headers.authorization?.slice(6));
  const { json } = await service.token(code, {}, credentials);
  const accessToken = String(json.access_token);
  const idToken = await service.decrypt(String(json.id_token));
  const claims = await service.verify(idToken);
  note(code, accessToken, idToken, json.id_token, claims.sub);
  await service.userinfo(accessToken);
  await service.send('GET', `/userinfo?access_token=${accessToken}`, {});
  await service.token(code);
  await service.token(code, { client_secret: 'wrong-secret-kept-quiet', redirect_uri: 'https://x.example' });
  await service.revoke(accessToken);
  await service.userinfo(accessToken);
  await citizen.get(`/api/v2/session/end?id_token_hint=${idToken}&state=logout-state-kept-quiet`);
  await citizen.get(`/api/v2/session/end?id_token_hint=${idToken}x`);
  note('wrong-secret-kept-quiet', 'logout-state-kept-quiet');
  noteBrowser(citizen, note);
}

/** Notes cookies, and everything in addresses and pages with which another person could continue the login. */
function noteBrowser(citizen: Browser, note: Secrets['note']): void {
  // The client_id of the latest service is in a cookie too, but is not secret.
  note(...[...citizen.cookies].filter(([name]) => !name.endsWith('-service')).map(([, value]) => value));
  for (const { path, params, body } of citizen.trail) {
    note(/interaction\/([\w-]{43})/.exec(path)?.[1], /name="csrf" value="([^"]+)"/.exec(body)?.[1]);
    const { code, state, nonce } = {
      ...Object.fromEntries(new URLSearchParams(path.split('?')[1])),
      ...params,
    };
    note(code, state, nonce);
  }
}

/** Logins that fail, each in another way. */
async function failures(hub: TestHub, { note }: Secrets): Promise<void> {
  const service = hub.service('public');
  const browsers: Browser[] = [];
  const browser = () => {
    const made = hub.browser();
    browsers.push(made);
    return made;
  };
  for (const kind of ['not-found', 'several', 'deceased', 'invalid-request', 'unavailable'] as const) {
    hub.register.answer = { kind };
    await browser().signIn(service);
  }
  hub.register.answer = undefined;
  hub.gateway.answer = identityOf({ ...boris, family_name: 'Kept-quiet-999' });
  await browser().signIn(service);
  hub.gateway.answer = () => ({ kind: 'failed', error: 'provider.signature' });
  const citizen = browser();
  await citizen.signIn(service);
  await citizen.callback({ more: { error_description: 'angela kept quiet by the provider' } });
  hub.gateway.answer = () => {
    throw new Error(`unexpected ${angela.email} code=kept-quiet-code-of-the-provider`);
  };
  await browser().signIn(service);
  hub.gateway.answer = identityOf(angela);
  await browser().get('/api/v2/authorize?login_hint=kept-quiet-hint%ff');
  await browser().get('/kept-quiet-path-of-nowhere?code=kept-quiet-in-a-query');
  await hub.app.inject({ method: 'POST', url: '/api/v2/token', payload: { password: 'kept-quiet-json' } });
  for (const visitor of browsers) noteBrowser(visitor, note);
  note('Kept-quiet-999', 'angela kept quiet by the provider', 'kept-quiet-code-of-the-provider');
  note('kept-quiet-hint', 'kept-quiet-path-of-nowhere', 'kept-quiet-in-a-query', 'kept-quiet-json');
}

describe('attack 18: logs and metrics of many logins', () => {
  it.each(['standard', 'plus'] as const)(
    'contain no secret, token, code, state or personal attribute: %s',
    async (platform) => {
      const metrics = createMetrics();
      await using hub = await createTestHub({
        platform,
        config: { singleSignOnSeconds: 3600 },
        deps: {
          measureRequests: createRequestMeter(metrics)('hub'),
          notify: () => Promise.reject(new Error(`cannot write to ${angela.email}`)),
          ...(platform === 'standard' && {
            recordSignIn: () => Promise.reject(new Error(`cannot write, asked by ${boris.email}`)),
          }),
        },
      });
      const secrets = createSecrets();
      const shared: readonly ServiceName[] = ['public', 'basic', 'assertion', 'encrypted-rsa', 'private'];
      const names = platform === 'standard' ? [...shared, 'openid' as const] : shared;
      for (const name of names) await signInAndOut(hub, name, secrets);
      await failures(hub, secrets);

      const written = [...hub.logs, await metrics.metrics()].join('\n');
      expect(hub.logs.length).toBeGreaterThan(100);
      expect(secrets.values.size).toBeGreaterThan(80);
      const found = [...secrets.values].filter((secret) => written.includes(secret));
      expect(found).toEqual([]);
    },
  );

  it('and the answer to an unexpected error contain only its code and occurrence id', async () => {
    await using hub = await createTestHub();
    hub.gateway.answer = () => {
      throw new Error(`unexpected ${angela.email}`);
    };
    const answer = await hub.browser().signIn(hub.service('public'));
    expect(answer.status).toBe(500);
    expect(answer.body).not.toMatch(/angela@|unexpected [a-z]+@|at .*\.ts/);
    expect(hub.logs.some((line) => line.includes('"level":"error"'))).toBe(true);
  });
});
