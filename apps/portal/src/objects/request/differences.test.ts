import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareAnswers, markWords } from './differences.ts';

describe('differences of a request', () => {
  test('leave out what is the same, and treat an empty answer as none', () => {
    expect(compareAnswers({ project: { name: 'A', note: '' } }, { project: { name: 'A' } })).toEqual([]);
  });

  test('show a short answer before and after', () => {
    expect(compareAnswers({ data: { months: 12 } }, { data: { months: 36 } })).toEqual([
      { step: 'data', field: 'months', kind: 'value', before: '12', after: '36' },
    ]);
  });

  test('mark the changed words of a long answer', () => {
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

  test('of lists name removed and added elements, whatever their order', () => {
    expect(
      compareAnswers(
        { data: { scopes: ['openid', 'email'] } },
        { data: { scopes: ['birthdate', 'openid'] } },
      ),
    ).toEqual([{ step: 'data', field: 'scopes', kind: 'list', removed: ['email'], added: ['birthdate'] }]);
  });

  test('of nested answers have fields of their own', () => {
    expect(
      compareAnswers(
        { data: { purposes: { email: 'écrire' } } },
        { data: { purposes: { email: 'prévenir' } } },
      ),
    ).toEqual([
      { step: 'data', field: 'purposes.email', kind: 'value', before: 'écrire', after: 'prévenir' },
    ]);
  });

  test('give both texts back from the marked words', () => {
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
