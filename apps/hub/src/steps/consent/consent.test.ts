import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import { angela, boris, identityOf } from '../../testing/fakes.ts';
import { createTestHub } from '../../testing/hub-fixture.ts';

describe('the information page of a public service', () => {
  it('shows the released values, and nothing else, and continues with one button', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const { body } = await citizen.signIn(hub.service('public'), { scope: 'openid given_name email' });
    expect(body).toContain('Démarches public');
    expect(body).toContain(angela.given_name);
    expect(body).toContain(angela.email);
    for (const other of [angela.family_name, angela.birthplace, '1962']) expect(body).not.toContain(other);
    expect(body).not.toContain('type="checkbox"');
    const { params, leavesTo } = await citizen.consent({});
    expect(leavesTo?.href.startsWith('https://public.example/callback?')).toBe(true);
    expect(params).toEqual({
      code: expect.stringMatching(/^[\w-]{43}$/),
      state: 'state-of-the-service',
      iss: hub.issuer,
    });
  });

  it('shows names of provider, commune and country, not only codes', async () => {
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

  it('says that no personal data is shared when only openid was requested', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const { body } = await citizen.signIn(hub.service('private'), { scope: 'openid' });
    expect(body).toContain('Aucune donnée personnelle n’est transmise');
    expect(body).not.toContain('type="checkbox"');
    expect((await citizen.consent({})).params.code).toBeDefined();
  });

  it('is in the language of ui_locales, until the citizen chooses another', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const english = await citizen.signIn(hub.service('public'), { ui_locales: 'en' });
    expect(english.headers['content-language']).toBe('en');
    const french = await citizen.get(`${english.path}?lang=fr`);
    expect(french.body).toContain('<html lang="fr"');
  });
});

describe('the consent page of a private service', () => {
  it.each([{}, { consent: '' }, { consent: 'no' }, { consent: 'on' }])(
    'does not continue with %j, whatever the browser sent',
    async (fields: Readonly<Record<string, string>>) => {
      await using hub = await createTestHub();
      const citizen = hub.browser();
      await citizen.signIn(hub.service('private'));
      const answer = await citizen.consent(fields);
      expect([answer.status, answer.leavesTo]).toEqual([400, undefined]);
      expect(answer.body).toContain('govuk-error-summary');
      expect(hub.signIns).toEqual([]);
      expect((await citizen.consent()).params.code).toBeDefined();
    },
  );
});

describe('declining', () => {
  it('is access_denied; nothing is recorded or mailed', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.signIn(hub.service('private'));
    const { params } = await citizen.leave();
    expect(params).toMatchObject({ error: 'access_denied', state: 'state-of-the-service', iss: hub.issuer });
    expect([hub.signIns, hub.notices]).toEqual([[], []]);
  });
});

describe('response_mode=form_post', () => {
  it('answers with a form to the service that works without script', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.signIn(hub.service('public'), { response_mode: 'form_post' });
    const answer = await citizen.consent();
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

describe('what a sign-in records', () => {
  it('is an event without any attribute of the citizen', async () => {
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

  it('is a mail in the language of the pages, with a link to report a foreign sign-in', async () => {
    await using hub = await createTestHub();
    await hub.browser().login(hub.service('public'), { ui_locales: 'en' });
    const [event] = hub.signIns;
    expect(hub.notices).toEqual([
      {
        reference: event?.id,
        reportUrl: expect.stringMatching(/^https:\/\/[^/]+\/api\/v2\/sign-in-report\/v1\.[\w-]{100,250}$/),
        to: angela.email,
        locale: 'en',
        serviceName: 'Démarches public',
        providerName: 'Compte alpha',
        atMs: hub.clock.now(),
        environment: 'integration',
      },
    ]);
  });

  it('is one mail for each citizen and device, not one for each sign-in', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.login(hub.service('public'));
    await citizen.login(hub.service('public'));
    await citizen.login(hub.service('basic'));
    expect([hub.signIns.length, hub.notices.length]).toEqual([3, 1]);
    hub.gateway.answer = identityOf(boris);
    await citizen.login(hub.service('public'));
    expect(hub.notices.map(({ to }) => to)).toEqual([angela.email, boris.email]);
    hub.gateway.answer = identityOf(angela);
    await citizen.login(hub.service('public'));
    expect(hub.notices).toHaveLength(2);
    await hub.browser().login(hub.service('public'));
    expect(hub.notices).toHaveLength(3);
  });

  it('is a mail again when the citizen has not used the device for half a year', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.login(hub.service('public'));
    hub.clock.advance(179 * 24 * 3600_000);
    await citizen.login(hub.service('public'));
    expect(hub.notices).toHaveLength(1);
    hub.clock.advance(182 * 24 * 3600_000);
    await citizen.login(hub.service('public'));
    expect(hub.notices).toHaveLength(2);
  });

  it('is a mail when the device cookie was not sealed by this hub, and names no one there', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.login(hub.service('public'));
    const name = [...citizen.cookies.keys()].find((cookie) => cookie.includes('device')) ?? '';
    const own = citizen.cookies.get(name) ?? '';
    const { personFingerprint = '' } = hub.signIns[0] ?? {};
    expect(own).toMatch(/^v1\.[\w-]+$/);
    expect(Buffer.from(own.slice(3), 'base64url').toString('latin1')).not.toContain(
      personFingerprint.slice(0, 10),
    );
    const forged = [
      '',
      'x',
      'x'.repeat(4000),
      `${own.slice(0, -2)}AA`,
      hub.deps.vault.seal('session', JSON.stringify([[personFingerprint, 1e6]])),
      hub.deps.vault.seal('device', '{"persons":1}'),
    ];
    for (const [index, value] of forged.entries()) {
      const otherBrowser = hub.browser();
      otherBrowser.cookies.set(name, value);
      await otherBrowser.login(hub.service('public'));
      expect([value, hub.notices.length]).toEqual([value, index + 2]);
    }
    await using other = await createTestHub({ environment: 'production' });
    const moved = other.browser();
    moved.cookies.set(name.replace('integration', 'production'), own);
    await moved.login(other.service('public'));
    expect(other.notices).toHaveLength(1);
  });

  it('remembers the latest eight citizens of a shared device', async () => {
    await using hub = await createTestHub();
    const shared = hub.browser();
    const signIn = async (familyName: string) => {
      hub.gateway.answer = identityOf({ ...angela, family_name: familyName });
      await shared.login(hub.service('public'));
      return hub.notices.length;
    };
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'].map((letter) => letter.repeat(4));
    for (const [index, name] of names.entries()) expect(await signIn(name)).toBe(index + 1);
    expect(await signIn('BBBB')).toBe(9);
    expect(await signIn('AAAA')).toBe(10);
    const name = [...shared.cookies.keys()].find((cookie) => cookie.includes('device')) ?? '';
    expect(shared.cookies.get(name)?.length).toBeLessThan(600);
  });

  it('is stored before the code leaves on plus: otherwise the login fails with an error', async () => {
    await using hub = await createTestHub({
      platform: 'plus',
      deps: { recordSignIn: () => Promise.reject(new Error('database down')) },
    });
    const citizen = hub.browser();
    await citizen.signIn(hub.service('public'));
    const { params } = await citizen.consent();
    expect(params).toMatchObject({ error: 'temporarily_unavailable', state: 'state-of-the-service' });
    expect(hub.notices).toEqual([]);
  });

  it('does not delay a login on standard, nor does a mail that cannot be queued', async () => {
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

describe('pages of a login that has moved on', () => {
  it('redirect to its present page', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    expect((await citizen.get(`${choice.path}/consent`)).path).toBe(choice.path);
    await citizen.choose();
    const consent = await citizen.callback();
    const interaction = consent.path.replace('/consent', '');
    expect((await citizen.get(interaction)).path).toBe(consent.path);
  });

  it('redirect to the failure, and from there back to the service', async () => {
    await using hub = await createTestHub();
    hub.register.answer = { kind: 'several' };
    const citizen = hub.browser();
    const failed = await citizen.signIn(hub.service('public'));
    const again = await citizen.get(`${failed.path}/consent`);
    expect([again.path, errorCodeOf(again)]).toEqual([failed.path, 'register.several']);
  });
});
