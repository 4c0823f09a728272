import { describe, expect, it } from 'vitest';
import { createMemoryAdapter } from './memory-adapter.ts';

describe('the memory of a demo provider', () => {
  it('drops the oldest entries when it is full', async () => {
    const tokens = createMemoryAdapter(10)('AccessToken');
    for (let index = 0; index < 25; index += 1) await tokens.upsert(`t${index}`, {}, 60);
    const kept = await Promise.all(Array.from({ length: 25 }, (_, index) => tokens.find(`t${index}`)));
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(10);
    expect(kept.at(-1)).toBeDefined();
    expect(kept[0]).toBeUndefined();
  });

  it('drops expired entries', async () => {
    const codes = createMemoryAdapter()('AuthorizationCode');
    await codes.upsert('late', {}, -1);
    expect(await codes.find('late')).toBeUndefined();
  });

  it('revokes the entries of a grant and nothing else', async () => {
    const factory = createMemoryAdapter();
    await factory('AccessToken').upsert('a', { grantId: 'g1' }, 60);
    await factory('AccessToken').upsert('b', { grantId: 'g2' }, 60);
    await factory('AccessToken').revokeByGrantId('g1');
    expect(await factory('AccessToken').find('a')).toBeUndefined();
    expect(await factory('AccessToken').find('b')).toBeDefined();
  });

  it('keeps kinds of entries apart', async () => {
    const factory = createMemoryAdapter();
    await factory('AccessToken').upsert('same', {}, 60);
    expect(await factory('AuthorizationCode').find('same')).toBeUndefined();
  });

  it('finds a session by its uid', async () => {
    const sessions = createMemoryAdapter()('Session');
    await sessions.upsert('id', { uid: 'u' }, 60);
    expect(await sessions.findByUid('u')).toMatchObject({ uid: 'u' });
  });
});
