import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import type { Answer } from '../../testing/http-browser.ts';
import { createTestHub, type TestHub } from '../../testing/hub-fixture.ts';

/** A page that redirects: never stored, with a form of the hub only, and a link for browsers that do not refresh. */
function expectMovesOn(answer: Answer, target: string): void {
  const { status, headers, body, leavesTo } = answer;
  expect(status).toBe(200);
  expect(leavesTo?.href.startsWith(target)).toBe(true);
  expect(headers.refresh).toBe(`0; url=${leavesTo?.href}`);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-security-policy']).toMatch(/form-action 'self'$/);
  expect(headers['referrer-policy']).toBe('no-referrer');
  const link = /<a href="([^"]+)" class="govuk-link">/.exec(body)?.[1]?.replaceAll('&amp;', '&');
  expect(link).toBe(leavesTo?.href);
}

async function begun(hub: TestHub, changes: Readonly<Record<string, string>> = {}) {
  const citizen = hub.browser();
  const choice = await citizen.authorize(hub.service('public').request(changes));
  return { citizen, choice };
}

describe('redirecting to the provider', () => {
  it('goes through a page of the hub, which redirects', async () => {
    await using hub = await createTestHub();
    const { citizen, choice } = await begun(hub);
    const page = await citizen.choose('alpha');
    expectMovesOn(page, 'https://alpha.example/authorize?');
    const [redirect] = citizen.trail.slice(-2);
    expect([redirect?.status, redirect?.headers.location]).toEqual([
      303,
      `https://standard.integration.example${choice.path}/onward`,
    ]);
    expect(page.body).toContain('Compte alpha');
  });

  it('happens once, however often the page is loaded again', async () => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub);
    const page = await citizen.choose('alpha');
    for (let times = 0; times < 3; times += 1) {
      expect((await citizen.get(page.path)).leavesTo?.href).toBe(page.leavesTo?.href);
    }
    expect((await citizen.callback()).path).toContain('/consent');
  });

  it('is possible in this browser only', async () => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub);
    const { path } = await citizen.choose('alpha');
    const answer = await hub.browser().get(path);
    expect([answer.status, answer.leavesTo, errorCodeOf(answer)]).toEqual([
      403,
      undefined,
      'interaction.other_browser',
    ]);
  });

  it('leads to the choice when the provider was disabled meanwhile', async () => {
    await using hub = await createTestHub();
    const { citizen, choice } = await begun(hub);
    const { path } = await citizen.choose('alpha');
    hub.registry.changeProvider('alpha', { status: 'disabled' });
    expect((await citizen.get(path)).path).toBe(choice.path);
  });

  it('is done by a hint too, without an earlier page', async () => {
    await using hub = await createTestHub();
    const answer = await hub.browser().authorize(hub.service('hinting').request({ idp_hint: 'alpha' }));
    expectMovesOn(answer, 'https://alpha.example/authorize?');
  });

  it('before a choice leads to the choice', async () => {
    await using hub = await createTestHub();
    const { citizen, choice } = await begun(hub);
    for (const page of ['onward', 'ended']) {
      expect((await citizen.get(`${choice.path}/${page}`)).path).toBe(choice.path);
    }
  });
});

describe('redirecting to the service', () => {
  it('with a code, after consent', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.signIn(hub.service('public'));
    expectMovesOn(await citizen.consent(), 'https://public.example/callback?code=');
  });

  it('with an error, from the choice', async () => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub);
    expectMovesOn(await citizen.leave(), 'https://public.example/callback?error=access_denied');
  });

  it('keeps the query of the registered address, and state unchanged', async () => {
    await using hub = await createTestHub();
    const state = `a b&c=d#e;f,'"<>é\r\n${'x'.repeat(500)}`;
    const redirectUri = 'https://public.example/callback?tenant=1';
    const { citizen } = await begun(hub, { state, redirect_uri: redirectUri });
    const { leavesTo } = await citizen.leave();
    expect(leavesTo?.href.startsWith(`${redirectUri}&`)).toBe(true);
    expect(leavesTo?.searchParams.get('state')).toBe(state);
  });

  it('straight from the provider’s answer, where consent is remembered, never uses a redirect of that chain', async () => {
    await using hub = await createTestHub({ config: { singleSignOnSeconds: 3600 } });
    const citizen = hub.browser();
    const service = hub.service('openid');
    await citizen.login(service);
    await citizen.authorize(service.request());
    expectMovesOn(citizen.last(), 'https://openid.example/callback?code=');
  });

  it('from the failure page', async () => {
    await using hub = await createTestHub();
    hub.register.answer = { kind: 'several' };
    const citizen = hub.browser();
    await citizen.signIn(hub.service('public'));
    expectMovesOn(await citizen.leave(), 'https://public.example/callback?error=access_denied');
  });

  it('is refused when the service is suspended meanwhile', async () => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub);
    const { path } = await citizen.leave();
    hub.registry.changeService('public', { status: 'suspended' });
    const answer = await citizen.get(path);
    expect([answer.leavesTo, errorCodeOf(answer)]).toEqual([undefined, 'interaction.service_unavailable']);
  });

  it.each([
    ['https', 'https://public.example/callback', "'self' https:"],
    ['loopback', 'http://127.0.0.1:4000/callback', "'self' https: http://localhost:* http://127.0.0.1:*"],
  ])(
    'by form_post to %s uses the one page whose form may go elsewhere, with escaped values',
    async (_, uri, sources) => {
      await using hub = await createTestHub();
      hub.registry.changeService('public', { redirectUris: [uri], displayName: 'Nom "à part" <b>' });
      const citizen = hub.browser();
      await citizen.signIn(hub.service('public'), {
        redirect_uri: uri,
        response_mode: 'form_post',
        state: '"><b>',
      });
      const { headers, body, path } = await citizen.consent();
      expect(/form-action ([^;]*)/.exec(headers['content-security-policy'] ?? '')?.[1]).toBe(sources);
      expect(headers.refresh).toBeUndefined();
      expect(body).not.toContain('Nom');
      expect(body).not.toContain('<b>');
      expect((await citizen.get(path)).params).toEqual(citizen.last().params);
    },
  );
});

describe('an answer to the authorization request itself', () => {
  it('is a redirect, for programs and frames that expect one', async () => {
    await using hub = await createTestHub();
    const wrong = await hub.browser().authorize(hub.service('public').request({ scope: 'profile' }));
    expect([wrong.status, wrong.leavesTo?.hostname]).toEqual([303, 'public.example']);
    const silent = await hub.browser().authorize(hub.service('openid').request({ prompt: 'none' }));
    expect([silent.status, silent.params.error]).toEqual([303, 'login_required']);
  });

  it('of a silent request with a code is one too', async () => {
    await using hub = await createTestHub({ config: { singleSignOnSeconds: 3600 } });
    const citizen = hub.browser();
    await citizen.login(hub.service('openid'));
    const answer = await citizen.authorize(hub.service('openid').request({ prompt: 'none' }));
    expect([answer.status, answer.params.code]).toEqual([303, expect.stringMatching(/^[\w-]{43}$/)]);
  });

  it('that was sent by the service’s form is a page: browsers apply that form’s policy to redirects', async () => {
    await using hub = await createTestHub();
    const answer = await hub
      .browser()
      .post('/api/v2/authorize', hub.service('public').request({ scope: 'profile' }));
    expectMovesOn(answer, 'https://public.example/callback?error=invalid_request');
  });
});

describe('signing out', () => {
  it('goes by a page to the provider and back to the service', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const service = hub.service('public');
    const { idToken } = await service.redeem(await citizen.login(service));
    const fields = { id_token_hint: idToken, post_logout_redirect_uri: 'https://public.example/signed-out' };
    const away = await citizen.get(`/api/v2/session/end?${new URLSearchParams(fields)}`);
    expectMovesOn(away, 'https://alpha.example/logout?');
    const back = await citizen.get(`/api/v2/logout/provider-return?state=${away.params.state}`);
    expectMovesOn(back, 'https://public.example/signed-out');
  });

  it('by a form: the page that redirects is a GET, which repeats nothing', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const service = hub.service('public');
    const { idToken } = await service.redeem(await citizen.login(service));
    const away = await citizen.post('/api/v2/session/end', { id_token_hint: idToken });
    expectMovesOn(away, 'https://alpha.example/logout?');
    expect([away.method, (await citizen.get(away.path)).leavesTo?.href]).toEqual([
      'GET',
      away.leavesTo?.href,
    ]);

    const otherBrowser = hub.browser();
    await otherBrowser.authorize(hub.service('basic').request());
    for (const other of [hub.browser(), otherBrowser]) {
      const answer = await other.get(away.path);
      expect([answer.leavesTo, errorCodeOf(answer)]).toEqual([undefined, 'interaction.expired']);
    }
    hub.clock.advance(60_000);
    expect((await citizen.get(away.path)).leavesTo).toBeUndefined();
  });

  it.each(['', 'x', 'v1.AAAA', 'https://evil.example/'])('to %j is refused', async (to) => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub);
    const answer = await citizen.get(`/api/v2/onward?to=${encodeURIComponent(to)}`);
    expect([answer.status, answer.leavesTo]).toEqual([400, undefined]);
  });
});
