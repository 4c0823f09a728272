import { csrfToken } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import { type Browser, errorCodeOf } from '../testing/browser.ts';
import { findForm } from '../testing/html-forms.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

/** A person who can compute the tokens of all forms, so that only the order of the steps is tested. */
function forging(citizen: Browser, interaction: string) {
  const secret = [...citizen.cookies].find(([name]) => name.includes('browser'))?.[1] ?? '';
  const id = interaction.split('/').at(-1) ?? '';
  return (form: 'choose' | 'consent' | 'leave', fields: Readonly<Record<string, string>> = {}) => {
    const page = { choose: 'provider', consent: 'consent', leave: 'leave' }[form];
    return citizen.post(`${interaction}/${page}`, { csrf: csrfToken(secret, `${form}:${id}`), ...fields });
  };
}

async function begun(hub: TestHub, name: 'public' | 'private' = 'private') {
  const citizen = hub.browser();
  const choice = await citizen.authorize(hub.service(name).request());
  return { citizen, choice, post: forging(citizen, choice.path) };
}

describe('attack 13: steps skipped', () => {
  it('consent before a provider was chosen', async () => {
    await using hub = await createTestHub();
    const { post } = await begun(hub);
    const answer = await post('consent', { consent: 'yes' });
    expect([answer.status, errorCodeOf(answer)]).toEqual([409, 'interaction.out_of_order']);
  });

  it('consent before the provider has answered', async () => {
    await using hub = await createTestHub();
    const { citizen, post } = await begun(hub);
    await citizen.choose();
    expect(errorCodeOf(await post('consent', { consent: 'yes' }))).toBe('interaction.out_of_order');
  });

  it('consent after the login failed', async () => {
    await using hub = await createTestHub();
    hub.register.answer = { kind: 'several' };
    const { citizen, post } = await begun(hub);
    await citizen.choose();
    await citizen.callback();
    expect(errorCodeOf(await post('consent', { consent: 'yes' }))).toBe('interaction.out_of_order');
    expect(hub.signIns).toEqual([]);
  });

  it('the callback before a provider was chosen', async () => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub);
    expect(errorCodeOf(await citizen.callback({ providerId: 'alpha', state: 'x'.repeat(43) }))).toBe(
      'interaction.expired',
    );
  });
});

describe('attack 13: steps repeated and reordered', () => {
  it('another provider chosen once the citizen is identified', async () => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub);
    await citizen.choose();
    const consent = await citizen.callback();
    const post = forging(citizen, consent.path.replace('/consent', ''));
    const answer = await post('choose', { provider: 'beta' });
    expect([answer.status, answer.leavesTo, errorCodeOf(answer)]).toEqual([
      409,
      undefined,
      'interaction.out_of_order',
    ]);
    expect((await citizen.get(consent.path)).status).toBe(200);
  });

  it('another provider chosen once the login has failed', async () => {
    await using hub = await createTestHub();
    hub.register.answer = { kind: 'several' };
    const { citizen, post } = await begun(hub);
    await citizen.choose();
    await citizen.callback();
    const answer = await post('choose', { provider: 'beta' });
    expect([answer.leavesTo, errorCodeOf(answer)]).toEqual([undefined, 'interaction.out_of_order']);
  });

  it('a provider’s late answer after the login has failed or another provider has answered', async () => {
    await using hub = await createTestHub();
    const { citizen, choice } = await begun(hub);
    await citizen.choose('alpha');
    const { state } = citizen.upstream();
    await citizen.get(choice.path);
    await citizen.choose('beta');
    await citizen.callback();
    const late = await citizen.callback({ providerId: 'alpha', state });
    expect(errorCodeOf(late)).toMatch(/interaction\.(expired|out_of_order)/);
  });

  it('consent given twice gives one code', async () => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub);
    await citizen.choose();
    const consent = await citizen.callback();
    const { action, fields } = findForm(consent.body, '/consent');
    const first = await citizen.post(action, { ...fields, consent: 'yes' });
    const second = await citizen.post(action, { ...fields, consent: 'yes' });
    expect(first.params.code).toBeDefined();
    expect(second.params).toEqual(first.params);
    expect(hub.signIns).toHaveLength(1);
  });

  it('leaving and consenting at once: one of them is carried out', async () => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub, 'public');
    await citizen.choose();
    const consent = await citizen.callback();
    const post = forging(citizen, consent.path.replace('/consent', ''));
    const answers = await Promise.all([post('consent'), post('leave'), post('consent')]);
    const sent = answers.filter(({ leavesTo }) => leavesTo !== undefined).map(({ params }) => params);
    expect(new Set(sent.map(({ code, error }) => code ?? error)).size).toBe(1);
    expect(hub.signIns.length).toBeLessThanOrEqual(1);
  });

  it('several providers chosen at once: one answer is accepted', async () => {
    await using hub = await createTestHub();
    const { citizen, post } = await begun(hub);
    const providers = ['alpha', 'beta', 'gamma'];
    const sent = await Promise.all(providers.map((provider) => post('choose', { provider })));
    const answers = [];
    for (const [index, providerId] of providers.entries()) {
      const { state } = sent[index]?.params ?? {};
      if (state !== undefined) answers.push(await citizen.callback({ providerId, state }));
    }
    expect(answers.filter(({ path }) => path.includes('/consent'))).toHaveLength(1);
    expect(hub.gateway.redeemed).toHaveLength(1);
  });

  it('any request after leaving', async () => {
    await using hub = await createTestHub();
    const { citizen, choice, post } = await begun(hub);
    await citizen.leave();
    const answers = [
      await citizen.get(choice.path),
      await post('choose', { provider: 'alpha' }),
      await post('consent', { consent: 'yes' }),
    ];
    for (const answer of answers) {
      expect([answer.leavesTo, answer.path]).toEqual([undefined, `${choice.path}/ended`]);
    }
    expect((await post('leave')).params.error).toBe('access_denied');
    hub.clock.advance(90_000);
    for (const form of ['choose', 'consent', 'leave'] as const) {
      expect(errorCodeOf(await post(form))).toBe('interaction.expired');
    }
  });
});

describe('attack 13: forms submitted empty', () => {
  it.each(['provider', 'consent', 'leave'])('%s', async (form) => {
    await using hub = await createTestHub();
    const { citizen, choice } = await begun(hub);
    const answer = await citizen.send('POST', `${choice.path}/${form}`, '');
    expect([answer.status, answer.leavesTo, errorCodeOf(answer)]).toEqual([
      403,
      undefined,
      'general.cross_site',
    ]);
    const without = await hub.app.inject({ method: 'POST', url: `${choice.path}/${form}` });
    expect(without.statusCode).toBe(403);
  });

  it('with a token given twice', async () => {
    await using hub = await createTestHub();
    const { citizen, choice } = await begun(hub);
    const { csrf = '' } = findForm(choice.body, '/provider').fields;
    const answer = await citizen.send(
      'POST',
      `${choice.path}/provider`,
      `csrf=${csrf}&csrf=${csrf}&provider=alpha`,
    );
    expect([answer.status, answer.leavesTo]).toEqual([403, undefined]);
  });

  it('with two providers', async () => {
    await using hub = await createTestHub();
    const { citizen, choice } = await begun(hub);
    const { csrf = '' } = findForm(choice.body, '/provider').fields;
    const answer = await citizen.send(
      'POST',
      `${choice.path}/provider`,
      `csrf=${csrf}&provider=alpha&provider=beta`,
    );
    expect(answer.leavesTo).toBeUndefined();
  });
});

describe('attack 13: consent not ticked', () => {
  it.each(['', 'consent=', 'consent=no', 'consent=yes&consent=no', 'Consent=yes'])('"%s"', async (sent) => {
    await using hub = await createTestHub();
    const { citizen } = await begun(hub);
    await citizen.choose();
    const consent = await citizen.callback();
    const { action, fields } = findForm(consent.body, '/consent');
    const answer = await citizen.send('POST', action, `${new URLSearchParams(fields)}&${sent}`);
    expect([answer.status, answer.leavesTo]).toEqual([400, undefined]);
    expect(hub.signIns).toEqual([]);
  });
});
