import { describe, expect, it } from 'vitest';
import { angela } from '../testing/fakes.ts';
import type { Answer } from '../testing/http-browser.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

const steps = ['interaction', 'choose', 'callback', 'consent-page', 'consent', 'token', 'userinfo'] as const;
type Step = (typeof steps)[number];

/** A login in which something is withdrawn before one step: where it stopped, and what the service received. */
async function loginWith(hub: TestHub, before: Step, withdraw: () => void) {
  const service = hub.service('public');
  const citizen = hub.browser();
  const [choicePath = ''] = [(await citizen.authorize(service.request())).path];
  let consentPath = '';
  let code = '';
  let accessToken = '';
  const held = (answer: Answer, path: string) => answer.status === 200 && answer.path.includes(path);
  const run: Readonly<Record<Step, () => Promise<boolean>>> = {
    interaction: async () => held(await citizen.get(choicePath), '/interaction/'),
    choose: async () => (await citizen.choose('alpha')).leavesTo?.hostname === 'alpha.example',
    callback: async () => {
      const answer = await citizen.callback();
      consentPath = answer.path;
      return held(answer, '/consent');
    },
    'consent-page': async () => held(await citizen.get(consentPath), '/consent'),
    consent: async () => {
      code = (await citizen.consent()).params.code ?? '';
      return code !== '';
    },
    token: async () => {
      const { status, json } = await service.token(code);
      accessToken = String(json.access_token);
      return status === 200;
    },
    userinfo: async () => (await service.userinfo(accessToken)).status === 200,
  };
  for (const step of steps) {
    if (step === before) withdraw();
    if (!(await run[step]())) return { stoppedAt: step, claims: undefined };
  }
  return { stoppedAt: undefined, claims: await service.userinfoClaims(accessToken) };
}

describe('attack 12: a service that is stopped during a login is refused at the next step', () => {
  it.each(steps)('suspended before %s', async (step) => {
    await using hub = await createTestHub();
    const { stoppedAt } = await loginWith(hub, step, () =>
      hub.registry.changeService('public', { status: 'suspended' }),
    );
    expect(stoppedAt).toBe(step);
  });

  it.each(steps)('removed before %s', async (step) => {
    await using hub = await createTestHub();
    const { stoppedAt } = await loginWith(hub, step, () => hub.registry.removeService('public'));
    expect(stoppedAt).toBe(step);
  });

  it.each(steps.filter((step) => step !== 'userinfo'))('without its redirect URI before %s', async (step) => {
    await using hub = await createTestHub();
    const { stoppedAt } = await loginWith(hub, step, () =>
      hub.registry.changeService('public', { redirectUris: ['https://public.example/other'] }),
    );
    expect(stoppedAt).toBe(step);
  });
});

describe('attack 12: a provider that is stopped during a login is refused', () => {
  const stops: Readonly<Record<string, (hub: TestHub) => void>> = {
    disabled: (hub) => hub.registry.changeProvider('alpha', { status: 'disabled' }),
    removed: (hub) => hub.registry.removeProvider('alpha'),
    'taken from this service': (hub) =>
      hub.registry.changeService('public', { providerFilter: { mode: 'deny', providerIds: ['alpha'] } }),
  };
  /** The pages before are about the service only. */
  const next: Readonly<Record<Step, Step>> = {
    interaction: 'choose',
    choose: 'choose',
    callback: 'callback',
    'consent-page': 'consent',
    consent: 'consent',
    token: 'token',
    userinfo: 'userinfo',
  };
  const cases = Object.keys(stops).flatMap((how) => steps.map((step) => [how, step] as const));
  it.each(cases)('%s before %s', async (how, step) => {
    await using hub = await createTestHub();
    const { stoppedAt } = await loginWith(hub, step, () => stops[how]?.(hub));
    expect(stoppedAt).toBe(next[step]);
  });

  it('a provider that goes into maintenance finishes the logins that have come back from it', async () => {
    await using hub = await createTestHub();
    const { claims } = await loginWith(hub, 'consent', () =>
      hub.registry.changeProvider('alpha', { status: 'maintenance' }),
    );
    expect(claims).toMatchObject({ email: angela.email });
  });
});

describe('attack 12: a scope withdrawn during a login is not released', () => {
  it.each(steps)('before %s', async (step) => {
    await using hub = await createTestHub();
    const { stoppedAt, claims } = await loginWith(hub, step, () =>
      hub.registry.changeService('public', { scopes: ['openid', 'given_name'] }),
    );
    expect(stoppedAt).toBeUndefined();
    expect(claims).toMatchObject({ given_name: angela.given_name });
    expect(claims).not.toHaveProperty('email');
  });

  it('and is not shown on the consent page', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    await citizen.choose();
    hub.registry.changeService('public', { scopes: ['openid', 'given_name'] });
    const { body } = await citizen.callback();
    expect(body).toContain(angela.given_name);
    expect(body).not.toContain(angela.email);
  });

  it('and a scope added meanwhile is not released either: it was not shown', async () => {
    await using hub = await createTestHub();
    const { claims } = await loginWith(hub, 'token', () =>
      hub.registry.changeService('public', { scopes: ['openid', 'given_name', 'email', 'birth'] }),
    );
    expect(claims).not.toHaveProperty('birthplace');
  });

  it('and amr is not released once its right is withdrawn', async () => {
    await using hub = await createTestHub();
    const service = hub.service('amr');
    const code = await hub.browser().login(service, { claims: '{"id_token":{"amr":null}}' });
    hub.registry.changeService('amr', { amrAllowed: false });
    expect((await service.redeem(code)).claims).not.toHaveProperty('amr');
  });
});
