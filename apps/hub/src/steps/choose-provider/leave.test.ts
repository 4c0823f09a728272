import { getErrorDefinition } from '@garance/core';
import { csrfToken } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import { angela, identityOf } from '../../testing/fakes.ts';
import { createTestHub } from '../../testing/hub-fixture.ts';

const label = 'Choisir un autre compte';

describe('another account after a refusal', () => {
  it.each([
    ['not-found', true],
    ['several', true],
    ['usage-name-only', true],
    ['invalid-request', true],
    ['deceased', false],
    ['unavailable', false],
  ] as const)('is offered where it can help: register answers %s, %s', async (kind, offered) => {
    await using hub = await createTestHub();
    hub.register.answer = { kind };
    const { body } = await hub.browser().signIn(hub.service('public'));
    expect([body.includes(label), body.includes('/another-account"')]).toEqual([offered, offered]);
    expect(body).toContain('Retourner sur Démarches public');
  });

  it('leads to the choice, with the reason, and from there to the service', async () => {
    await using hub = await createTestHub();
    hub.gateway.answer = identityOf({ ...angela, family_name: '1' });
    const citizen = hub.browser();
    await citizen.signIn(hub.service('public'));
    const choice = await citizen.submit('/another-account');
    expect(choice.status).toBe(200);
    const reason = getErrorDefinition('identity.invalid_attribute').citizen.fr;
    expect(choice.body).toContain(reason);
    hub.gateway.answer = identityOf(angela);
    await citizen.choose('alpha');
    await citizen.callback();
    expect((await citizen.consent()).params.code).toBeDefined();
  });

  it('leads to the choice also where the service had named a provider', async () => {
    await using hub = await createTestHub();
    hub.register.answer = { kind: 'several' };
    const citizen = hub.browser();
    citizen.noteUpstream(await citizen.authorize(hub.service('hinting').request({ idp_hint: 'alpha' })));
    await citizen.callback();
    const choice = await citizen.submit('/another-account');
    expect([choice.leavesTo, choice.body.includes('/provider"')]).toEqual([undefined, true]);
  });

  it('is refused with the form’s own token where it is not offered, and before a refusal', async () => {
    await using hub = await createTestHub();
    const forge = async (path: string, citizen: ReturnType<typeof hub.browser>) => {
      const secret = [...citizen.cookies].find(([name]) => name.endsWith('-browser'))?.[1] ?? '';
      const csrf = csrfToken(secret, `another-account:${path.split('/').at(-1)}`);
      return citizen.post(`${path}/another-account`, { csrf });
    };
    hub.register.answer = { kind: 'deceased' };
    const refused = hub.browser();
    const failure = await refused.signIn(hub.service('public'));
    expect(errorCodeOf(await forge(failure.path, refused))).toBe('interaction.out_of_order');

    hub.register.answer = undefined;
    const known = hub.browser();
    const consent = await known.signIn(hub.service('public'));
    const answer = await forge(consent.path.replace('/consent', ''), known);
    expect(errorCodeOf(answer)).toBe('interaction.out_of_order');
    expect((await known.get(consent.path)).status).toBe(200);
  });
});
