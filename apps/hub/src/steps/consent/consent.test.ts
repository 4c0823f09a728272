import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import { angela } from '../../testing/fakes.ts';
import { createTestHub } from '../../testing/hub-fixture.ts';

describe('the information page of a public service', () => {
  it('shows what leaves with its values, and nothing else, and continues with one button', async () => {
    await using hub = await createTestHub();
    const person = hub.browser();
    const { body } = await person.signIn(hub.service('public'), { scope: 'openid given_name email' });
    expect(body).toContain('Démarches public');
    expect(body).toContain(angela.given_name);
    expect(body).toContain(angela.email);
    for (const other of [angela.family_name, angela.birthplace, '1962']) expect(body).not.toContain(other);
    expect(body).not.toContain('type="checkbox"');
    const { params, leavesTo } = await person.consent({});
    expect(leavesTo?.href.startsWith('https://public.example/callback?')).toBe(true);
    expect(params).toEqual({
      code: expect.stringMatching(/^[\w-]{43}$/),
      state: 'state-of-the-service',
      iss: hub.issuer,
    });
  });

  it('names the provider, the commune and the country, not their codes alone', async () => {
    await using hub = await createTestHub();
    hub.registry.changeService('public', {
      scopes: ['openid', 'birthplace', 'birthcountry', 'idp_id'],
    });
    const scope = 'openid birthplace birthcountry idp_id';
    const { body } = await hub.browser().signIn(hub.service('public'), { scope });
    for (const text of ['Paris 7e Arrondissement (75107)', 'France (99100)', 'Compte alpha']) {
      expect(body).toContain(text);
    }
  });

  it('says that nothing personal leaves when only openid was asked', async () => {
    await using hub = await createTestHub();
    const person = hub.browser();
    const { body } = await person.signIn(hub.service('private'), { scope: 'openid' });
    expect(body).toContain('Aucune donnée personnelle n’est transmise');
    expect(body).not.toContain('type="checkbox"');
    expect((await person.consent({})).params.code).toBeDefined();
  });

  it('is in the language that the service wished, until the person chooses another', async () => {
    await using hub = await createTestHub();
    const person = hub.browser();
    const english = await person.signIn(hub.service('public'), { ui_locales: 'en' });
    expect(english.headers['content-language']).toBe('en');
    const french = await person.get(`${english.path}?lang=fr`);
    expect(french.body).toContain('<html lang="fr"');
  });
});

describe('the consent page of a private service', () => {
  it.each([{}, { consent: '' }, { consent: 'no' }, { consent: 'on' }])(
    'does not go on with %j, whatever the browser sent',
    async (fields: Readonly<Record<string, string>>) => {
      await using hub = await createTestHub();
      const person = hub.browser();
      await person.signIn(hub.service('private'));
      const answer = await person.consent(fields);
      expect([answer.status, answer.leavesTo]).toEqual([400, undefined]);
      expect(answer.body).toContain('govuk-error-summary');
      expect(hub.signIns).toEqual([]);
      expect((await person.consent()).params.code).toBeDefined();
    },
  );
});

describe('declining', () => {
  it('is access_denied; nothing is recorded, nobody is mailed', async () => {
    await using hub = await createTestHub();
    const person = hub.browser();
    await person.signIn(hub.service('private'));
    const { params } = await person.leave();
    expect(params).toMatchObject({ error: 'access_denied', state: 'state-of-the-service', iss: hub.issuer });
    expect([hub.signIns, hub.notices]).toEqual([[], []]);
  });
});

describe('response_mode=form_post', () => {
  it('answers with a form to the service that works without script', async () => {
    await using hub = await createTestHub();
    const person = hub.browser();
    await person.signIn(hub.service('public'), { response_mode: 'form_post' });
    const answer = await person.consent();
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('action="https://public.example/callback"');
    expect(answer.body).toContain('type="submit"');
    expect(answer.params).toEqual({
      code: expect.stringMatching(/^[\w-]{43}$/),
      state: 'state-of-the-service',
      iss: hub.issuer,
    });
    expect(answer.headers['content-security-policy']).toMatch(/form-action 'self' https:$/);
    expect((await hub.service('public').redeem(answer.params.code ?? '')).claims.sub).toBeDefined();
  });
});

describe('what a sign-in leaves behind', () => {
  it('is an event without any attribute of the person', async () => {
    await using hub = await createTestHub({ platform: 'plus' });
    await hub.browser().login(hub.service('public'));
    expect(hub.signIns).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        atMs: hub.clock.now(),
        hub: { platform: 'plus', environment: 'integration' },
        personFingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        serviceId: 'service-public',
        clientId: 'public-plus-integration',
        providerId: 'alpha',
        level: 'eidas2',
      },
    ]);
  });

  it('is a mail in the language of the pages, with a way to say that it was not them', async () => {
    await using hub = await createTestHub();
    await hub.browser().login(hub.service('public'), { ui_locales: 'en' });
    const [event] = hub.signIns;
    expect(hub.notices).toEqual([
      {
        reference: event?.id,
        reportUrl: `${hub.issuer}/sign-in-report/${event?.id}`,
        to: angela.email,
        locale: 'en',
        serviceName: 'Démarches public',
        providerName: 'Compte alpha',
        atMs: hub.clock.now(),
        environment: 'integration',
      },
    ]);
  });

  it('is durable before the code leaves on plus: otherwise the login fails cleanly', async () => {
    await using hub = await createTestHub({
      platform: 'plus',
      deps: { recordSignIn: () => Promise.reject(new Error('database down')) },
    });
    const person = hub.browser();
    await person.signIn(hub.service('public'));
    const { params } = await person.consent();
    expect(params).toMatchObject({ error: 'temporarily_unavailable', state: 'state-of-the-service' });
    expect(hub.notices).toEqual([]);
  });

  it('does not hold up a login on standard, nor does a mail that cannot be queued', async () => {
    await using hub = await createTestHub({
      deps: {
        recordSignIn: () => Promise.reject(new Error('database down')),
        notify: () => Promise.reject(new Error('queue full')),
      },
    });
    const service = hub.service('public');
    expect((await service.redeem(await hub.browser().login(service))).claims.sub).toBeDefined();
    const errors = hub.logs.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    expect(errors.map(({ msg }) => msg)).toEqual(['sign-in event not recorded', 'sign-in mail not queued']);
  });
});

describe('pages of a login that is elsewhere', () => {
  it('lead to where it is', async () => {
    await using hub = await createTestHub();
    const person = hub.browser();
    const choice = await person.authorize(hub.service('public').request());
    expect((await person.get(`${choice.path}/consent`)).path).toBe(choice.path);
    await person.choose();
    const consent = await person.callback();
    const interaction = consent.path.replace('/consent', '');
    expect((await person.get(interaction)).path).toBe(consent.path);
  });

  it('lead to the failure, and from there back to the service', async () => {
    await using hub = await createTestHub();
    hub.register.answer = { kind: 'several' };
    const person = hub.browser();
    const failed = await person.signIn(hub.service('public'));
    const again = await person.get(`${failed.path}/consent`);
    expect([again.path, errorCodeOf(again)]).toEqual([failed.path, 'register.several']);
  });
});
