import { describe, expect, it } from 'vitest';
import { claimName } from '../pages/claim-names.ts';
import { errorCodeOf } from '../testing/browser.ts';
import { angela, identityOf } from '../testing/fakes.ts';
import { createTestHub } from '../testing/hub-fixture.ts';

const required = [
  'given_name',
  'family_name',
  'birthdate',
  'gender',
  'birthplace',
  'birthcountry',
  'email',
] as const;
const wrongShapes: Readonly<Record<string, unknown>> = {
  absent: undefined,
  null: null,
  'a number': 1962,
  'a list': ['x'],
  'a nested object': { value: 'x' },
  true: true,
  empty: '',
  'very long': 'x'.repeat(100_000),
  markup: '<script>alert(1)</script>',
};

const isText = (shape: string) => ['very long', 'markup'].includes(shape);
const notSent = new Set(['absent', 'null', 'empty']);

describe('attack 9: each claim of the identity, dropped or of another shape,', () => {
  const ending = async (claim: string, shape: string) => {
    await using hub = await createTestHub();
    hub.gateway.answer = identityOf({ ...angela, [claim]: wrongShapes[shape] });
    const answer = await hub.browser().signIn(hub.service('public'));
    expect(answer.body).not.toContain('alert(1)');
    expect(answer.body.length).toBeLessThan(20_000);
    expect(hub.signIns).toEqual([]);
    return { answer, logs: hub.logs.join('') };
  };
  const shapes = Object.keys(wrongShapes);

  it.each(required)('%s ends the login, naming the attribute alone', async (claim) => {
    // An invalid mail address is left out instead of refused: tested below.
    for (const shape of claim === 'email' ? shapes.filter((candidate) => !isText(candidate)) : shapes) {
      const { answer } = await ending(claim, shape);
      const error = notSent.has(shape) ? 'identity.missing_attribute' : 'identity.invalid_attribute';
      expect([shape, answer.status, errorCodeOf(answer)]).toEqual([shape, 403, error]);
      expect(answer.body).toContain(claimName('fr', claim));
    }
  });

  it.each([
    ...['a number', 'a list', 'a nested object', 'true', 'very long', 'markup'].map((shape) => [
      'preferred_username',
      shape,
    ]),
    ['email', 'very long'],
    ['email', 'markup'],
  ] as [string, string][])('%s as %s is left out and named in the log', async (claim, shape) => {
    const { answer, logs } = await ending(claim, shape);
    expect([answer.status, answer.path.endsWith('/consent')]).toEqual([200, true]);
    const line = logs.split('\n').find((entry) => entry.includes('optional claims left out')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ leftOut: [claim], providerId: expect.any(String) });
    for (const value of ['alert(1)', '1962', 'xxxx']) expect(line).not.toContain(value);
  });

  it('claims that were not requested are dropped', async () => {
    await using hub = await createTestHub();
    hub.gateway.answer = identityOf({
      ...angela,
      sub: 'the-providers-own',
      iss: 'https://evil.example',
      aud: 'x',
      exp: 1,
      admin: true,
      __proto__: { polluted: true },
    });
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    const userinfo = await service.userinfoClaims(accessToken);
    expect(Object.keys(userinfo).sort()).toEqual(
      ['aud', 'email', 'exp', 'given_name', 'given_name_array', 'iat', 'iss', 'sub'].sort(),
    );
    expect(userinfo).toMatchObject({ iss: hub.issuer, aud: service.clientId });
    expect(userinfo.sub).toMatch(/^[0-9a-f]{64}v1$/);
  });
});

describe('attack 9: the values against which the gateway checks an answer', () => {
  it('are nonce, level and start of this login', async () => {
    await using hub = await createTestHub({ platform: 'plus' });
    const first = hub.browser();
    await first.authorize(hub.service('public').request({ acr_values: 'eidas3' }));
    await first.choose();
    const startedAtMs = hub.clock.now();
    hub.clock.advance(60_000);
    const second = hub.browser();
    await second.authorize(hub.service('public').request({ acr_values: 'eidas2' }));
    await second.choose();
    await first.callback();
    await second.callback();
    const [firstRedeemed, secondRedeemed] = hub.gateway.redeemed;
    expect([firstRedeemed?.requestedLevel, secondRedeemed?.requestedLevel]).toEqual(['eidas3', 'eidas2']);
    expect([firstRedeemed?.nonce, secondRedeemed?.nonce]).toEqual([
      first.upstream().nonce,
      second.upstream().nonce,
    ]);
    expect([firstRedeemed?.transactionStartedAtMs, secondRedeemed?.transactionStartedAtMs]).toEqual([
      startedAtMs,
      startedAtMs + 60_000,
    ]);
    expect(firstRedeemed?.codeVerifier).not.toBe(secondRedeemed?.codeVerifier);
  });
});
