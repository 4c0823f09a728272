import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareAnswers, markWords } from './differences.ts';

describe('differences of a request', () => {
  test('what is the same is not shown, and an empty answer is like none', () => {
    expect(compareAnswers({ project: { name: 'A', note: '' } }, { project: { name: 'A' } })).toEqual([]);
  });

  test('a short answer is shown as it was and as it is', () => {
    expect(compareAnswers({ data: { months: 12 } }, { data: { months: 36 } })).toEqual([
      { step: 'data', field: 'months', kind: 'value', before: '12', after: '36' },
    ]);
  });

  test('in a long answer the words that changed are marked', () => {
    const before = 'Les habitants inscrivent leurs enfants à la cantine de leur école.';
    const after = 'Les habitants inscrivent leurs enfants à la crèche de leur quartier.';
    const [difference] = compareAnswers({ project: { text: before } }, { project: { text: after } });
    expect(difference?.kind).toBe('words');
    const words = difference?.kind === 'words' ? difference.words : [];
    expect(words.filter(({ kind }) => kind === 'removed').map(({ text }) => text.trim())).toEqual([
      'cantine',
      'école',
    ]);
  });

  test('lists say what came and what went, whatever their order', () => {
    expect(
      compareAnswers(
        { data: { scopes: ['openid', 'email'] } },
        { data: { scopes: ['birthdate', 'openid'] } },
      ),
    ).toEqual([{ step: 'data', field: 'scopes', kind: 'list', removed: ['email'], added: ['birthdate'] }]);
  });

  test('answers within an answer have fields of their own', () => {
    expect(
      compareAnswers(
        { data: { purposes: { email: 'écrire' } } },
        { data: { purposes: { email: 'prévenir' } } },
      ),
    ).toEqual([
      { step: 'data', field: 'purposes.email', kind: 'value', before: 'écrire', after: 'prévenir' },
    ]);
  });

  test('marked words give back both texts', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (before, after) => {
        const words = markWords(before, after);
        const without = (kind: string) =>
          words
            .filter((run) => run.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
      { numRuns: 300 },
    );
  });
});
