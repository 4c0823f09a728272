import type { QualificationReport } from '@garance/core';
import type { QualificationItem } from '@garance/store';
import { describe, expect, test } from 'vitest';
import { qualificationLifecycle } from '../../lifecycle/qualification.ts';
import { itemFacts, itemStates } from './item-states.ts';
import { prerequisites, prerequisitesFor } from './prerequisites.ts';
import { passedResults, resultsWith } from './testing/report-results.ts';

const report = (results: QualificationReport['results']) => ({ results }) as QualificationReport;

function item(itemId: string, more: Partial<QualificationItem> = {}): QualificationItem {
  const text = 'Un coffre, renouvelé chaque année.';
  return { qualificationId: 'q', itemId, version: 1, text, link: '', comment: '', ...more };
}

const known = (more: Partial<Parameters<typeof itemStates>[0]> = {}) =>
  itemStates({ platform: 'plus', items: [], documents: new Map(), report: undefined, ...more });

const standingOf = (states: ReturnType<typeof itemStates>, id: string) =>
  states.find(({ prerequisite }) => prerequisite.id === id)?.standing;

describe('the list of prerequisites', () => {
  test('names each item once, in both languages', () => {
    expect(new Set(prerequisites.map(({ id }) => id)).size).toBe(prerequisites.length);
    for (const { title, explanation } of prerequisites) {
      expect(title.fr).not.toBe(title.en);
      expect(explanation.fr).not.toBe('');
    }
  });

  test('asks a standard service nothing that only plus needs', () => {
    expect(prerequisitesFor('standard').map(({ id }) => id)).not.toContain('key-renewal');
    expect(prerequisitesFor('plus').map(({ id }) => id)).toContain('key-renewal');
  });
});

describe('automatic items', () => {
  test('are to be proven without a report, and proven by one where their families passed', () => {
    expect(standingOf(known(), 'tokens')).toBe('unproven');
    expect(standingOf(known({ report: report(passedResults()) }), 'tokens')).toBe('proven');
  });

  test.each(['failed', 'inconclusive'] as const)('fail when a required scenario is %s', (verdict) => {
    const states = known({ report: report(resultsWith('userinfo', { verdict })) });
    expect(standingOf(states, 'tokens')).toBe('failed');
    expect(itemFacts(states)).not.toContain('automatic-items-pass');
  });

  test('do not fail by a recommendation, which is said', () => {
    const results: QualificationReport['results'] = [
      ...passedResults(),
      { id: 'pkce', family: 'requests', level: 'recommended', verdict: 'failed' },
    ];
    const state = known({ report: report(results) }).find(
      ({ prerequisite }) => prerequisite.id === 'requests',
    );
    expect(state).toMatchObject({ standing: 'proven', advice: [{ id: 'pkce' }] });
  });

  test('stay to be proven when a family is missing or not applicable, but where it may be', () => {
    const without = passedResults().filter(({ family }) => family !== 'callback');
    expect(standingOf(known({ report: report(without) }), 'callback')).toBe('unproven');
    const foreign = known({ report: report(resultsWith('callback', { verdict: 'not-applicable' })) });
    expect(standingOf(foreign, 'callback')).toBe('unproven');
    const alone = known({ report: report(resultsWith('discovery', { verdict: 'not-applicable' })) });
    expect(standingOf(alone, 'keys')).toBe('not-applicable');
  });
});

describe('items that people speak about', () => {
  test.each([
    ['nothing', {}, 'missing'],
    ['a word', { text: 'oui' }, 'missing'],
    ['a sentence', {}, 'to-review'],
    ['an address', { text: '', link: 'https://video.example' }, 'to-review'],
    ['an accepted sentence', { verdict: 'accepted' }, 'accepted'],
    ['a sentence sent back', { verdict: 'changes' }, 'changes'],
  ] as const)('%s', (name, more, standing) => {
    const items = name === 'nothing' ? [] : [item('secrets', more)];
    expect(standingOf(known({ items }), 'secrets')).toBe(standing);
  });

  test('is kept with its standing, and has no results of the suite', () => {
    const said = item('secrets');
    const find = (items: readonly QualificationItem[]) =>
      known({ items }).find(({ prerequisite }) => prerequisite.id === 'secrets');
    expect(find([said])).toMatchObject({ item: said, failures: [], advice: [] });
    expect(Object.hasOwn(find([]) ?? {}, 'item')).toBe(false);
  });

  test('of twenty letters says something, of nineteen nothing', () => {
    const standing = (length: number) =>
      standingOf(known({ items: [item('secrets', { text: 'x'.repeat(length) })] }), 'secrets');
    expect([standing(19), standing(20)]).toEqual(['missing', 'to-review']);
  });

  test('sent back are a hindrance until they are answered', () => {
    const facts = (verdict: 'accepted' | 'changes') =>
      itemFacts(known({ items: [item('secrets', { verdict })] }));
    expect(facts('changes')).not.toContain('requested-changes-answered');
    expect(facts('accepted')).toContain('requested-changes-answered');
  });

  test('a document is evidence too', () => {
    expect(standingOf(known({ documents: new Map([['secrets', 1]]) }), 'secrets')).toBe('to-review');
  });

  test('what is reviewed waits for an officer even when nothing was said', () => {
    expect(standingOf(known(), 'journey')).toBe('to-review');
  });
});

test('every condition of the lifecycle that items decide can hold', () => {
  const human = prerequisitesFor('plus').filter(({ proof }) => proof.how !== 'automatic');
  const items = human.map(({ id }) => item(id, { verdict: 'accepted' }));
  const facts = new Set([
    ...itemFacts(known({ items, report: report(passedResults()) })),
    'habilitation-in-force',
    'registration-published',
  ]);
  const conditions = qualificationLifecycle.transitions.flatMap((transition) =>
    'conditions' in transition ? transition.conditions : [],
  );
  expect(conditions.filter((condition) => !facts.has(condition))).toEqual([]);
});
