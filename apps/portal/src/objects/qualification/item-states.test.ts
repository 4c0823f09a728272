import type { QualificationReport } from '@garance/core';
import { describe, expect, test } from 'vitest';
import { isSettled, itemFacts, itemStates } from './item-states.ts';
import { type QualificationFacts, qualificationLifecycle } from './lifecycle.ts';
import { prerequisites, prerequisitesFor } from './prerequisites.ts';
import type { QualificationItem } from './tables/qualification-items.ts';
import { passedResults, resultsWith } from './testing/report-results.ts';

const report = (results: QualificationReport['results']) => ({ results }) as QualificationReport;

function item(itemId: string, more: Partial<QualificationItem> = {}): QualificationItem {
  const text = 'Un coffre, renouvelé chaque année.';
  return { qualificationId: 'q', itemId, version: 1, text, link: '', comment: '', ...more };
}

const statesOf = (more: Partial<Parameters<typeof itemStates>[0]> = {}) =>
  itemStates({ platform: 'plus', items: [], documents: new Map(), report: undefined, ...more });

const statusOf = (states: ReturnType<typeof itemStates>, id: string) =>
  states.find(({ prerequisite }) => prerequisite.id === id)?.status;

/** Names of the conditions that hold. */
const holding = (facts: Readonly<Record<string, boolean>>) =>
  Object.keys(facts).filter((condition) => facts[condition]);

describe('the list of prerequisites', () => {
  test('names each item once, in both languages', () => {
    expect(new Set(prerequisites.map(({ id }) => id)).size).toBe(prerequisites.length);
    for (const { title, explanation } of prerequisites) {
      expect(title.fr).not.toBe(title.en);
      expect(explanation.fr).not.toBe('');
    }
  });

  test('has no item for a standard service that only plus requires', () => {
    expect(prerequisitesFor('standard').map(({ id }) => id)).not.toContain('key-renewal');
    expect(prerequisitesFor('plus').map(({ id }) => id)).toContain('key-renewal');
  });
});

describe('automatic items', () => {
  test('are open without a report, and proven by one in which their families passed', () => {
    expect(statusOf(statesOf(), 'tokens')).toBe('unproven');
    expect(statusOf(statesOf({ report: report(passedResults()) }), 'tokens')).toBe('proven');
  });

  test.each(['failed', 'inconclusive'] as const)('fail when a required scenario is %s', (verdict) => {
    const states = statesOf({ report: report(resultsWith('userinfo', { verdict })) });
    expect(statusOf(states, 'tokens')).toBe('failed');
    expect(holding(itemFacts(states))).not.toContain('automatic-items-pass');
  });

  test('name the failed scenarios, separately from recommended ones', () => {
    const results: QualificationReport['results'] = [
      ...resultsWith('requests', { verdict: 'failed' }),
      { id: 'pkce', family: 'requests', level: 'recommended', verdict: 'failed' },
    ];
    const { failures, advice } = statesOf({ report: report(results) }).find(
      ({ prerequisite }) => prerequisite.id === 'requests',
    ) ?? { failures: [], advice: [] };
    expect([failures.map(({ id }) => id), advice.map(({ id }) => id)]).toEqual([
      ['scenario-of-requests'],
      ['pkce'],
    ]);
  });

  test('of several families need all of them, each by its own scenarios', () => {
    const of = prerequisitesFor('plus').find(
      ({ proof }) => proof.how === 'automatic' && proof.families.length > 1,
    );
    const [family] = of?.proof.how === 'automatic' ? of.proof.families : [];
    expect(family).toBeDefined();
    const results = passedResults().filter((result) => result.family !== family);
    expect(statusOf(statesOf({ report: report(results) }), of?.id ?? '')).toBe('unproven');
  });

  test('that may not apply are open without a report, or with one that is undecided', () => {
    expect(statusOf(statesOf(), 'keys')).toBe('unproven');
    const passed = { id: 'more', family: 'discovery', level: 'standard', verdict: 'passed' } as const;
    const mixed = resultsWith('discovery', { verdict: 'not-applicable' });
    const advised = { id: 'more', family: 'discovery', level: 'recommended', verdict: 'failed' } as const;
    expect(statusOf(statesOf({ report: report([...mixed, advised]) }), 'keys')).toBe('unproven');
    expect(statusOf(statesOf({ report: report([...mixed, passed]) }), 'keys')).toBe('proven');
  });

  test('do not fail by a recommended scenario, which is listed', () => {
    const results: QualificationReport['results'] = [
      ...passedResults(),
      { id: 'pkce', family: 'requests', level: 'recommended', verdict: 'failed' },
    ];
    const state = statesOf({ report: report(results) }).find(
      ({ prerequisite }) => prerequisite.id === 'requests',
    );
    expect(state).toMatchObject({ status: 'proven', advice: [{ id: 'pkce' }] });
  });

  test('stay open when a family is missing or not applicable, except where it may be', () => {
    const without = passedResults().filter(({ family }) => family !== 'callback');
    expect(statusOf(statesOf({ report: report(without) }), 'callback')).toBe('unproven');
    const foreign = statesOf({ report: report(resultsWith('callback', { verdict: 'not-applicable' })) });
    expect(statusOf(foreign, 'callback')).toBe('unproven');
    const alone = statesOf({ report: report(resultsWith('discovery', { verdict: 'not-applicable' })) });
    expect(statusOf(alone, 'keys')).toBe('not-applicable');
  });
});

describe('items that people declare', () => {
  test.each([
    ['nothing', {}, 'missing'],
    ['a word', { text: 'oui' }, 'missing'],
    ['a sentence', {}, 'to-review'],
    ['an address', { text: '', link: 'https://video.example' }, 'to-review'],
    ['an accepted sentence', { verdict: 'accepted' }, 'accepted'],
    ['a sentence sent back', { verdict: 'changes' }, 'changes'],
  ] as const)('%s', (name, more, status) => {
    const items = name === 'nothing' ? [] : [item('secrets', more)];
    expect(statusOf(statesOf({ items }), 'secrets')).toBe(status);
  });

  test('keep their status, and have no results of the suite', () => {
    const declared = item('secrets');
    const find = (items: readonly QualificationItem[]) =>
      statesOf({ items }).find(({ prerequisite }) => prerequisite.id === 'secrets');
    expect(find([declared])).toMatchObject({ item: declared, failures: [], advice: [] });
    expect(Object.hasOwn(find([]) ?? {}, 'item')).toBe(false);
  });

  test('need a text of twenty letters; nineteen are refused', () => {
    const status = (length: number) =>
      statusOf(statesOf({ items: [item('secrets', { text: 'x'.repeat(length) })] }), 'secrets');
    expect([status(19), status(20)]).toEqual(['missing', 'to-review']);
  });

  test('that were sent back prevent submission until they are answered', () => {
    const facts = (verdict: 'accepted' | 'changes') =>
      holding(itemFacts(statesOf({ items: [item('secrets', { verdict })] })));
    expect(facts('changes')).not.toContain('requested-changes-answered');
    expect(facts('accepted')).toContain('requested-changes-answered');
  });

  test('a document is evidence too', () => {
    expect(statusOf(statesOf({ documents: new Map([['secrets', 1]]) }), 'secrets')).toBe('to-review');
  });

  test('wait for an officer when they are reviewed, even without a declaration', () => {
    expect(statusOf(statesOf(), 'journey')).toBe('to-review');
  });
});

test('declarations add to the report, each with its own state', () => {
  const human = prerequisitesFor('plus').filter(({ proof }) => proof.how !== 'automatic');
  const items = human.map(({ id }) => item(id, { verdict: 'accepted' }));
  const reviewed = human.find(({ proof }) => proof.how === 'reviewed')?.id ?? '';
  const instead = (id: string, more?: Partial<QualificationItem>) =>
    items.flatMap((state) =>
      state.itemId !== id ? [state] : more === undefined ? [] : [{ ...state, ...more }],
    );
  const all = ['automatic-items-pass', 'declared-items-have-evidence', 'requested-changes-answered'];
  const proven = report(passedResults());
  const facts = (more: Parameters<typeof statesOf>[0]) =>
    holding(itemFacts(statesOf({ report: proven, ...more })));
  expect(facts({ items })).toEqual([...all, 'every-item-accepted']);
  // One reviewed item that is not accepted breaks the condition, and so does a missing report.
  expect(facts({ items: instead(reviewed) })).toEqual(all);
  expect(facts({ items, report: undefined })).toEqual(all.slice(1));
  expect(facts({ items: instead('secrets') })).toEqual([
    'automatic-items-pass',
    'requested-changes-answered',
  ]);
  expect(facts({ items: instead('secrets', { verdict: 'changes' }) })).toEqual(all.slice(0, 2));
  expect(facts({ items: instead(reviewed, { verdict: 'changes' }) })).toEqual(all.slice(0, 2));
});

test('an item that may not apply and does not is settled', () => {
  const results = resultsWith('discovery', { verdict: 'not-applicable' });
  expect(holding(itemFacts(statesOf({ report: report(results) })))).toContain('automatic-items-pass');
  expect([
    isSettled('proven'),
    isSettled('not-applicable'),
    isSettled('accepted'),
    isSettled('to-review'),
    isSettled('unproven'),
  ]).toEqual([true, true, true, false, false]);
});

test('every condition of the lifecycle that items decide can be met', () => {
  const human = prerequisitesFor('plus').filter(({ proof }) => proof.how !== 'automatic');
  const items = human.map(({ id }) => item(id, { verdict: 'accepted' }));
  const facts: QualificationFacts = {
    ...itemFacts(statesOf({ items, report: report(passedResults()) })),
    'habilitation-in-force': true,
    'registration-published': true,
  };
  const conditions = qualificationLifecycle.transitions.flatMap((transition) =>
    'conditions' in transition ? transition.conditions : [],
  );
  expect(conditions.filter((condition) => !facts[condition])).toEqual([]);
});
