import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTestHub } from '../testing/hub-fixture.ts';

const verifier = 'a-verifier-of-43-characters-or-more-as-it-must-be';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const withPkce = { code_challenge: challenge, code_challenge_method: 'S256' };

describe('attack 4: PKCE', () => {
  it('a code with its verifier is redeemed', async () => {
    await using hub = await createTestHub();
    const service = hub.service('pkce');
    const tokens = await service.redeem(await hub.browser().login(service, withPkce), {
      code_verifier: verifier,
    });
    expect(tokens.claims.sub).toBeDefined();
  });

  it.each([
    ['a wrong verifier', { code_verifier: `${verifier}x` }],
    ['no verifier', {}],
    ['the challenge as verifier', { code_verifier: challenge }],
    ['a verifier too short', { code_verifier: 'short' }],
    ['an empty verifier', { code_verifier: '' }],
  ])('a code with %s is refused, and spent', async (_, changes: Readonly<Record<string, string>>) => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const code = await hub.browser().login(service, withPkce);
    expect((await service.token(code, changes)).json.error).toBe('invalid_grant');
    expect((await service.token(code, { code_verifier: verifier })).json.error).toBe('invalid_grant');
  });

  it('a verifier without stored challenge is refused: the challenge may have been removed on the way', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    expect((await service.token(code, { code_verifier: verifier })).json.error).toBe('invalid_grant');
  });

  it.each([
    ['dropped', {}],
    ['plain', { code_challenge: verifier, code_challenge_method: 'plain' }],
    ['without method', { code_challenge: challenge }],
    ['of another method', { ...withPkce, code_challenge_method: 's256' }],
  ])(
    'a challenge %s is refused where PKCE is required',
    async (_, changes: Readonly<Record<string, string>>) => {
      await using hub = await createTestHub();
      const { params } = await hub.browser().authorize(hub.service('pkce').request(changes));
      expect(params.error).toBe('invalid_request');
    },
  );
});
