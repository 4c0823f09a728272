import type { Platform } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import { findForm } from '../../testing/html-forms.ts';
import { createTestHub } from '../../testing/hub-fixture.ts';
import type { ServiceName } from '../../testing/services.ts';

/** The accounts of a choice page in their order; those that cannot be chosen marked so. */
function accountsOf(html: string): readonly string[] {
  const items = html.matchAll(/<li>(.*?)<\/li>/gs);
  return [...items].flatMap(([, item = '']) => {
    const name = /Compte (\w+)/.exec(item)?.[1];
    if (name === undefined) return [];
    return item.includes('<button') ? [name] : [`${name} (disabled)`];
  });
}

async function offered(platform: Platform, service: ServiceName, acr: string) {
  await using hub = await createTestHub({ platform });
  const { body } = await hub.browser().authorize(hub.service(service).request({ acr_values: acr }));
  return accountsOf(body);
}

describe('the choice page offers, in the operator’s order,', () => {
  it('every active account on standard, and one under maintenance as text', async () => {
    expect(await offered('standard', 'public', 'eidas1')).toEqual([
      'alpha',
      'beta',
      'gamma',
      'low',
      'substantial',
      'closed (disabled)',
    ]);
  });

  it('substantial and high accounts for eidas2 on plus, the low one left out', async () => {
    expect(await offered('plus', 'public', 'eidas2')).toEqual([
      'alpha',
      'beta',
      'gamma',
      'substantial',
      'closed (disabled)',
    ]);
  });

  it('only high accounts for eidas3', async () => {
    expect(await offered('plus', 'public', 'eidas3')).toEqual([
      'alpha',
      'beta',
      'gamma',
      'closed (disabled)',
    ]);
  });

  it('the providers of an allow list', async () => {
    expect(await offered('standard', 'filtered', 'eidas1')).toEqual(['beta']);
  });

  it('the providers outside a deny list', async () => {
    expect(await offered('standard', 'excluding', 'eidas1')).not.toContain('beta');
  });

  it('an account below the level with the reason on standard', async () => {
    await using hub = await createTestHub();
    hub.registry.changeProvider('low', { levels: [] });
    const { body } = await hub.browser().authorize(hub.service('public').request());
    expect(accountsOf(body)).toContain('low (disabled)');
    expect(body).toContain('n’offre pas le niveau de sécurité');
  });

  it('a notice beside one that is in trial', async () => {
    await using hub = await createTestHub();
    hub.registry.changeProvider('beta', { display: { beta: true } });
    const citizen = hub.browser();
    const { path, body } = await citizen.authorize(hub.service('public').request());
    expect(body).toMatch(/Compte beta.{0,80}En phase de test/s);
    expect((await citizen.get(`${path}?lang=en`)).body).toContain('Being tried out');
  });

  it('what a service excluded, with the reason, where the operator configured so', async () => {
    await using hub = await createTestHub();
    const seen = async () => (await hub.browser().authorize(hub.service('excluding').request())).body;
    expect(accountsOf(await seen())).not.toContain('beta (disabled)');
    hub.registry.changeChoicePage({ showExcluded: true });
    const body = await seen();
    expect(accountsOf(body)).toContain('beta (disabled)');
    expect(body).toContain('Ce service n’accepte pas ce compte');
    hub.registry.changeProvider('beta', { status: 'disabled' });
    expect(accountsOf(await seen())).not.toContain('beta (disabled)');
  });

  it('no account below the level on plus, excluded or not', async () => {
    await using hub = await createTestHub({ platform: 'plus' });
    hub.registry.changeChoicePage({ showExcluded: true });
    hub.registry.changeService('excluding', {
      providerFilter: { mode: 'deny', providerIds: ['low', 'beta'] },
    });
    const { body } = await hub
      .browser()
      .authorize(hub.service('excluding').request({ acr_values: 'eidas2' }));
    expect(accountsOf(body)).toContain('beta (disabled)');
    expect(body).not.toContain('Compte low');
  });

  it('the operator’s message in the page’s language, between its dates', async () => {
    await using hub = await createTestHub();
    const text = { fr: 'Travaux ce soir\nMerci', en: '<b>Works</b> tonight' };
    const fromMs = hub.clock.now() + 60_000;
    hub.registry.changeChoicePage({
      showExcluded: false,
      message: { text, fromMs, untilMs: fromMs + 60_000 },
    });
    const seen = async () => {
      const citizen = hub.browser();
      const { path } = await citizen.authorize(hub.service('public').request());
      return [(await citizen.get(`${path}?lang=fr`)).body, (await citizen.get(`${path}?lang=en`)).body];
    };
    expect((await seen())[0]).not.toContain('Travaux');
    hub.clock.advance(60_000);
    const [french = '', english = ''] = await seen();
    expect(french).toMatch(/<p[^>]*>Travaux ce soir<\/p><p[^>]*>Merci<\/p>/);
    expect(english).toContain('&lt;b>Works&lt;/b> tonight');
    hub.clock.advance(60_000);
    expect((await seen())[0]).not.toContain('Travaux');
  });

  it('a maintenance message in the page’s language', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const french = await citizen.authorize(hub.service('public').request());
    expect(french.body).toContain('Retour à midi');
    expect((await citizen.get(`${french.path}?lang=en`)).body).toContain('Back at noon');
  });

  it('a hint when there is none', async () => {
    await using hub = await createTestHub();
    hub.registry.changeProvider('beta', { status: 'disabled' });
    const { body } = await hub.browser().authorize(hub.service('filtered').request());
    expect(body).toContain('Aucun compte n’est disponible');
  });
});

describe('choosing an account', () => {
  it('sends the browser there with a state and a nonce of the hub’s own, and this provider’s own callback', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    const { leavesTo, params, headers } = await citizen.choose('alpha');
    expect(headers['cache-control']).toBe('no-store');
    expect(leavesTo?.origin).toBe('https://alpha.example');
    expect(params).toMatchObject({
      redirect_uri: `${hub.issuer}/oidc-callback/alpha`,
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      ui_locales: 'fr',
    });
    expect(params.state).not.toBe('state-of-the-service');
  });

  it('is possible again, or another one after coming back: each time with a new state', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    const { params: first } = await citizen.choose('alpha');
    await citizen.get(choice.path);
    const { params: second, leavesTo } = await citizen.choose('beta');
    expect(leavesTo?.hostname).toBe('beta.example');
    expect(second.state).not.toBe(first.state);
  });

  it.each([
    ['unknown-provider', 'public', 'eidas1', 'standard'],
    ['', 'public', 'eidas1', 'standard'],
    ['gone', 'public', 'eidas1', 'standard'],
    ['closed', 'public', 'eidas1', 'standard'],
    ['alpha', 'filtered', 'eidas1', 'standard'],
    ['beta', 'excluding', 'eidas1', 'standard'],
    ['low', 'public', 'eidas2', 'plus'],
    ['substantial', 'public', 'eidas3', 'plus'],
  ] as const)('"%s", not offered to %s at %s, leads back to the choice', async (id, name, acr, platform) => {
    await using hub = await createTestHub({ platform });
    const citizen = hub.browser();
    await citizen.authorize(hub.service(name).request({ acr_values: acr }));
    const answer = await citizen.choose(id);
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
    expect(answer.body).toContain('garance-notice');
  });

  it('that cannot be reached leads back to the choice with the reason', async () => {
    await using hub = await createTestHub();
    hub.gateway.down.add('alpha');
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    const answer = await citizen.choose('alpha');
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
    expect((await citizen.choose('beta')).leavesTo?.hostname).toBe('beta.example');
  });

  it('passes ui_locales on when the service sent them', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request({ ui_locales: 'de en fr' }));
    expect((await citizen.choose()).params.ui_locales).toBe('en');
  });
});

describe('an account that is active but hidden', () => {
  it('is neither shown nor accepted, unless the service names it by hint', async () => {
    await using hub = await createTestHub();
    hub.registry.changeProvider('alpha', { display: { hidden: true } });
    const citizen = hub.browser();
    const { body } = await citizen.authorize(hub.service('hinting').request());
    expect(body).not.toContain('Compte alpha');
    expect((await citizen.choose('alpha')).leavesTo).toBeUndefined();
    const sent = await hub.browser().authorize(hub.service('hinting').request({ idp_hint: 'alpha' }));
    expect(sent.leavesTo?.hostname).toBe('alpha.example');
  });

  it('stays available to a citizen who came back from it', async () => {
    await using hub = await createTestHub();
    hub.registry.changeProvider('alpha', { display: { hidden: true } });
    const citizen = hub.browser();
    citizen.noteUpstream(await citizen.authorize(hub.service('hinting').request({ idp_hint: 'alpha' })));
    hub.gateway.answer = () => ({ kind: 'refused', error: 'provider.cancelled' });
    expect(accountsOf((await citizen.callback()).body)).toContain('alpha');
    expect((await citizen.choose('alpha')).leavesTo?.hostname).toBe('alpha.example');
  });

  it('is still refused for a service that excluded it', async () => {
    await using hub = await createTestHub();
    hub.registry.changeProvider('beta', { display: { hidden: true } });
    const { params } = await hub.browser().authorize(hub.service('hinting').request({ idp_hint: 'beta' }));
    expect(params.error).toBe('invalid_idp_hint');
  });
});

describe('an account with a text to read first', () => {
  const approval = { fr: 'Vous allez quitter la France.\nVraiment ?', en: 'You are leaving France.' };

  async function hubWithApproval() {
    const hub = await createTestHub();
    hub.registry.changeProvider('alpha', { display: { approval } });
    return hub;
  }

  it('leads to that page, from which the citizen goes on, chooses another, or goes back to the service', async () => {
    await using hub = await hubWithApproval();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    const href = /href="([^"]*\?account=alpha)"/.exec(choice.body)?.[1] ?? '';
    expect(choice.body).not.toContain('value="alpha"');
    const page = await citizen.get(href);
    expect(page.body).toContain('Vous allez quitter la France.');
    expect(page.body).toContain(`href="${choice.path}?account="`);
    expect(findForm(page.body, '/leave')).toBeDefined();
    const english = await citizen.get(`${href}&lang=en`);
    expect(english.body).toContain('You are leaving France.');
    const { leavesTo } = await citizen.submit('/provider', { provider: 'alpha', approved: 'yes' });
    expect(leavesTo?.hostname).toBe('alpha.example');
  });

  it.each([{}, { approved: '' }, { approved: 'no' }, { approved: 'YES' }])(
    'attack 13: is not redirected to without that page: %j',
    async (fields) => {
      await using hub = await hubWithApproval();
      const citizen = hub.browser();
      await citizen.authorize(hub.service('public').request());
      const answer = await citizen.submit('/provider', { provider: 'alpha', ...fields });
      expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
      expect(answer.body).toContain('Choisissez-le à nouveau');
      // The others are as before.
      expect((await citizen.choose('beta')).leavesTo?.hostname).toBe('beta.example');
    },
  );

  it('shows the text first when the service named it by hint', async () => {
    await using hub = await hubWithApproval();
    const citizen = hub.browser();
    const page = await citizen.authorize(hub.service('hinting').request({ idp_hint: 'alpha' }));
    expect([page.leavesTo, page.body.includes('Vraiment ?')]).toEqual([undefined, true]);
    const other = /href="([^"]*\?account=)"/.exec(page.body)?.[1] ?? '';
    expect(accountsOf((await citizen.get(other)).body)).toContain('gamma');
    await citizen.get(page.path);
    const { leavesTo } = await citizen.submit('/provider', { provider: 'alpha', approved: 'yes' });
    expect(leavesTo?.hostname).toBe('alpha.example');
  });

  it.each(['unknown-provider', 'beta', 'gone', 'closed', '../x'])(
    '%s in the address of that page leads to the choice',
    async (id) => {
      await using hub = await hubWithApproval();
      const citizen = hub.browser();
      const { path } = await citizen.authorize(hub.service('excluding').request());
      const { status, body } = await citizen.get(`${path}?account=${encodeURIComponent(id)}`);
      expect([status, accountsOf(body).includes('gamma')]).toEqual([200, true]);
    },
  );

  it('attack 16: runs no script', async () => {
    await using hub = await createTestHub();
    const hostile = '<script>alert(1)</script>';
    hub.registry.changeProvider('alpha', {
      name: hostile,
      display: { approval: { fr: hostile, en: hostile } },
    });
    const citizen = hub.browser();
    const { path } = await citizen.authorize(hub.service('public').request());
    expect((await citizen.get(`${path}?account=alpha`)).body).not.toContain(hostile);
  });
});

describe('going back to the service', () => {
  it('is access_denied with state and iss, and ends the login', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    const { params, leavesTo } = await citizen.leave();
    expect(leavesTo?.hostname).toBe('public.example');
    expect(params).toMatchObject({ error: 'access_denied', state: 'state-of-the-service', iss: hub.issuer });
    expect((await citizen.get(choice.path)).body).toContain('Cette connexion est terminée');
  });
});

describe('the forms of the choice page', () => {
  it('are accepted only with their own token', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const { body } = await citizen.authorize(hub.service('public').request());
    const choose = findForm(body, '/provider');
    const leave = findForm(body, '/leave');
    expect(choose.fields.csrf).not.toBe(leave.fields.csrf);
    for (const csrf of ['', 'x', leave.fields.csrf ?? '']) {
      const answer = await citizen.post(choose.action, { csrf, provider: 'alpha' });
      expect([answer.status, errorCodeOf(answer)]).toEqual([403, 'general.cross_site']);
    }
  });

  it.each(['cross-site', 'same-site'])('are refused when Sec-Fetch-Site is %s', async (site) => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    const answer = await citizen.submit(
      '/provider',
      { provider: 'alpha' },
      { headers: { 'sec-fetch-site': site } },
    );
    expect([answer.status, errorCodeOf(answer)]).toEqual([403, 'general.cross_site']);
  });
});

describe('an unused login', () => {
  it.each([
    ['standard', 30 * 60],
    ['plus', 10 * 60],
  ] as const)('on %s ends after %i s', async (platform, seconds) => {
    await using hub = await createTestHub({ platform });
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    hub.clock.advance((seconds - 1) * 1000);
    expect((await citizen.get(choice.path)).status).toBe(200);
    hub.clock.advance(2000);
    expect(errorCodeOf(await citizen.get(choice.path))).toBe('interaction.expired');
  });
});

describe('a provider’s logo', () => {
  it('is served by the hub as an image that cannot run script', async () => {
    await using hub = await createTestHub();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    hub.registry.changeProvider('alpha', { logo: { mediaType: 'image/svg+xml', base64: btoa(svg) } });
    const citizen = hub.browser();
    const { body } = await citizen.authorize(hub.service('public').request());
    expect(body).toContain('src="/api/v2/logo/alpha"');
    const logo = await citizen.get('/api/v2/logo/alpha');
    expect(logo.body).toBe(svg);
    expect(logo.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
    expect((await citizen.get('/api/v2/logo/beta')).status).toBe(404);
  });
});
