import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createVault } from './vault.ts';

const unreadable = { code: 'store.unreadable' };
const caught = (attempt: () => unknown): unknown => {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('vault', () => {
  const vault = createVault(randomBytes(32));

  test.prop([fc.string({ unit: 'grapheme' }), fc.string(), fc.string()], { numRuns: 200 })(
    'gives back exactly what was sealed',
    (plaintext, purpose, context) => {
      expect(vault.open(purpose, vault.seal(purpose, plaintext, context), context)).toBe(plaintext);
    },
  );
  it('seals the same value differently each time, and never contains it in clear', () => {
    const sealed = [vault.seal('p', 'a planted secret'), vault.seal('p', 'a planted secret')];
    expect(sealed[0]).not.toBe(sealed[1]);
    for (const value of sealed) {
      expect(value).toMatch(/^v1\.[\w-]+$/);
      expect(Buffer.from(value.slice(3), 'base64url').includes('planted')).toBe(false);
    }
  });
  it('refuses a value with any one byte altered, cut or added', () => {
    const bytes = Buffer.from(vault.seal('p', 'secret').slice(3), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const altered = Buffer.from(bytes);
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(caught(() => vault.open('p', `v1.${altered.toString('base64url')}`))).toMatchObject(unreadable);
      const cut = `v1.${bytes.subarray(0, index).toString('base64url')}`;
      expect(caught(() => vault.open('p', cut))).toMatchObject(unreadable);
    }
    const longer = Buffer.concat([bytes, Buffer.from([0])]).toString('base64url');
    expect(caught(() => vault.open('p', `v1.${longer}`))).toMatchObject(unreadable);
  });
  it('refuses other spellings of the same bytes and unknown versions', () => {
    const sealed = vault.seal('p', 'secret!');
    for (const other of [
      `${sealed}=`,
      `${sealed} `,
      sealed.replace('v1.', 'v2.'),
      sealed.slice(3),
      '',
      'v1.',
    ]) {
      expect(
        caught(() => vault.open('p', other)),
        other,
      ).toMatchObject(unreadable);
    }
  });
  it('opens nothing for another purpose, in another place, or under another master key', () => {
    const sealed = vault.seal('provider-secret', 'secret', 'low');
    expect(caught(() => vault.open('hub-key', sealed, 'low'))).toMatchObject(unreadable);
    expect(caught(() => vault.open('provider-secret', sealed, 'high'))).toMatchObject(unreadable);
    expect(caught(() => vault.open('provider-secret', sealed))).toMatchObject(unreadable);
    expect(caught(() => vault.open('provider-secretlow', sealed, ''))).toMatchObject(unreadable);
    const otherVault = createVault(randomBytes(32));
    expect(caught(() => otherVault.open('provider-secret', sealed, 'low'))).toMatchObject(unreadable);
  });
  it('is the same in another process with the same master key, even when the caller wipes its copy', () => {
    const master = randomBytes(32);
    const copy = Buffer.from(master);
    const first = createVault(master);
    master.fill(0);
    expect(createVault(copy).open('p', first.seal('p', 'secret'))).toBe('secret');
  });
  it('seals in the documented format, so that later versions can open today’s values', () => {
    const master = Buffer.alloc(32, 7);
    const bytes = Buffer.from(createVault(master).seal('p', 'secret', 'c').slice(3), 'base64url');
    const key = Buffer.from(hkdfSync('sha256', master, '', 'garance/vault/v1/p', 32));
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from('v1|1|p|c'));
    decipher.setAuthTag(bytes.subarray(-16));
    expect(`${decipher.update(bytes.subarray(12, -16), undefined, 'utf8')}${decipher.final('utf8')}`).toBe(
      'secret',
    );
  });
  it('accepts a master key of 32 bytes only', () => {
    for (const length of [0, 16, 31, 33, 64]) {
      expect(caught(() => createVault(new Uint8Array(length)))).toMatchObject({
        code: 'store.master_key_invalid',
      });
    }
  });
});

describe('a vault with two master keys', () => {
  const [current, other] = [randomBytes(32), randomBytes(32)];
  const vault = createVault(current, other);

  it('seals under the current one, and opens what either sealed', () => {
    expect(createVault(current).open('p', vault.seal('p', 'secret', 'c'), 'c')).toBe('secret');
    for (const key of [current, other]) {
      expect(vault.open('p', createVault(key).seal('p', 'secret', 'c'), 'c')).toBe('secret');
    }
    for (const context of ['', 'd', 'c ']) {
      const sealed = createVault(other).seal('p', 'secret', 'c');
      expect(caught(() => vault.open('p', sealed, context))).toMatchObject(unreadable);
    }
  });

  it('reseals once what is under the other one', () => {
    const sealed = createVault(other).seal('p', 'secret', 'c');
    const anew = vault.reseal('p', sealed, 'c') ?? '';
    expect(createVault(current).open('p', anew, 'c')).toBe('secret');
    expect(caught(() => createVault(other).open('p', anew, 'c'))).toMatchObject(unreadable);
    expect(vault.reseal('p', anew, 'c')).toBeUndefined();
    for (const [purpose, context] of [
      ['q', 'c'],
      ['p', 'd'],
    ] as const) {
      expect(caught(() => vault.reseal(purpose, sealed, context))).toMatchObject(unreadable);
    }
  });

  it('is one with a single key once the other is gone', () => {
    const alone = createVault(current);
    expect(alone.reseal('p', alone.seal('p', 'secret'))).toBeUndefined();
    expect(caught(() => alone.reseal('p', createVault(other).seal('p', 'secret')))).toMatchObject(unreadable);
  });

  it('refuses two equal keys, and another one of a wrong length', () => {
    for (const wrong of [Buffer.from(current), randomBytes(31), randomBytes(0)]) {
      expect(caught(() => createVault(current, wrong))).toMatchObject({ code: 'store.master_key_invalid' });
    }
  });
});
