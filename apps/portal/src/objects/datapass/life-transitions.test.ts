/** Lives and plans by example; life.test.ts tests every order of arrival. */
import { describe, expect, it } from 'vitest';
import { statesOf } from '../lifecycle/lifecycle.ts';
import type { DatapassEvent } from '../request/datapass-fields.ts';
import { type RequestState, requestLifecycle } from '../request/lifecycle.ts';
import { afterEvent, type Life, type LifeEvent, planTransitions, readLife } from './life.ts';

const eventsOf = (...names: readonly DatapassEvent[]): readonly LifeEvent[] =>
  names.map((event, index) => ({
    key: `${index}-${event}`,
    event,
    firedAt: index,
    arrival: index,
    answersKey: `answers ${index}`,
  }));
const lifeOf = (...names: readonly DatapassEvent[]) => readLife(eventsOf(...names));
const stepsOf = (...names: readonly DatapassEvent[]) =>
  lifeOf(...names).transitions.map(({ event }) => event);

describe('the transitions that DataPass may cause', () => {
  it('are those of the portal’s table, with conditions met and reasons given', () => {
    for (const state of statesOf(requestLifecycle)) {
      for (const event of new Set(requestLifecycle.transitions.map((transition) => transition.event))) {
        if (event === 'create') continue;
        const fitting = requestLifecycle.transitions.find(
          ({ from, who, event: name }) =>
            name === event &&
            from.some((origin) => origin === state) &&
            who.some((role) => role === 'datapass'),
        );
        expect(afterEvent(state, event), `${state} ${event}`).toBe(fitting?.to);
      }
    }
  });

  it('begin with a draft, and a repeated creation changes nothing', () => {
    expect(afterEvent(undefined, 'create')).toBe('draft');
    expect(afterEvent('submitted', 'create')).toBe('submitted');
    expect(afterEvent(undefined, 'submit')).toBeUndefined();
  });
});

describe('the meaning of a set of events', () => {
  it.each<[readonly DatapassEvent[], string]>([
    [['create', 'update', 'transfer'], 'create'],
    [['submit', 'submit'], 'create submit'],
    [['approve', 'reopen', 'submit', 'submit'], 'create submit approve reopen submit'],
    [['submit', 'request_changes', 'request_changes'], 'create submit request_changes'],
    [
      ['approve', 'reopen', 'submit', 'request_changes', 'request_changes'],
      'create submit approve reopen submit request_changes',
    ],
    [['refuse', 'refuse'], 'create submit refuse'],
    [['approve', 'reopen', 'reopen'], 'create submit approve reopen'],
    [['approve', 'reopen', 'submit', 'reopen'], 'create submit approve reopen submit'],
    [['approve', 'cancel_reopening'], 'create submit approve'],
    [
      ['approve', 'reopen', 'cancel_reopening', 'cancel_reopening'],
      'create submit approve reopen cancel_reopening',
    ],
    [['approve', 'update'], 'create submit approve reopen'],
    [['approve', 'update', 'update'], 'create submit approve reopen'],
    [['approve', 'submit'], 'create submit approve reopen submit'],
    [['approve', 'refuse'], 'create submit approve reopen submit refuse'],
    [['approve', 'request_changes'], 'create submit approve reopen submit request_changes'],
    [['refuse', 'submit'], 'create submit refuse take_back_refusal submit'],
    [['refuse', 'approve'], 'create submit refuse take_back_refusal submit approve'],
    [['approve', 'revoke', 'submit', 'approve', 'reopen'], 'create submit approve revoke'],
    [['archive', 'submit', 'approve'], 'create archive'],
    [['submit', 'archive'], 'create submit archive'],
    [['transfer'], 'create'],
    [['update'], 'create'],
  ])('%j', (names, transitions) => {
    expect(stepsOf(...names).join(' ')).toBe(transitions);
    expect([...lifeOf(...names).waiting]).toEqual([]);
  });

  it.each<[readonly DatapassEvent[]]>([[['revoke']], [['reopen']], [['cancel_reopening']]])(
    'without the event before it: %j waits',
    (names) => {
      const life = lifeOf(...names);
      expect(life).toEqual({ transitions: [], waiting: new Set([`0-${names[0]}`]) });
    },
  );

  it('names the delivery of each transition, of the approval, of the current answers and of the latest applicant', () => {
    const life = lifeOf('create', 'submit', 'approve', 'reopen', 'update', 'transfer');
    expect(life).toEqual({
      transitions: [
        { event: 'create', delivery: '0-create' },
        { event: 'submit', delivery: '1-submit' },
        { event: 'approve', delivery: '2-approve' },
        { event: 'reopen', delivery: '3-reopen' },
      ],
      state: 'reopened',
      approvedBy: '2-approve',
      approvedAnswers: 'answers 2',
      answersFrom: '4-update',
      newest: '5-transfer',
      waiting: new Set(),
    });
  });

  it.each<[readonly DatapassEvent[], string]>([
    [['create', 'transfer'], '0-create'],
    [['transfer'], '0-transfer'],
    [['create', 'archive'], '0-create'],
    [['approve', 'reopen', 'revoke'], '1-reopen'],
    [['submit', 'request_changes'], '1-request_changes'],
    [['approve', 'reopen', 'update', 'cancel_reopening'], '0-approve'],
    [['approve', 'reopen', 'submit', 'refuse'], '0-approve'],
    [['approve', 'reopen', 'submit', 'approve'], '3-approve'],
  ])('shows after %j the answers of %s', (names, key) => {
    expect(lifeOf(...names).answersFrom).toBe(key);
  });

  it('has no state, approval or answers while there are no events', () => {
    expect(readLife([])).toEqual({ transitions: [], waiting: new Set() });
    expect(Object.keys(lifeOf('create')).sort()).toEqual([
      'answersFrom',
      'newest',
      'state',
      'transitions',
      'waiting',
    ]);
  });

  it('keeps waiting events when other events arrive', () => {
    const life = lifeOf('revoke', 'submit', 'reopen');
    expect([...life.waiting]).toEqual(['0-revoke', '2-reopen']);
    expect(life.state).toBe('submitted');
  });

  it('of one second puts events that need no answers first, then the order of arrival', () => {
    const at = (event: DatapassEvent, arrival: number): LifeEvent => ({
      key: `${arrival}`,
      event,
      firedAt: 1,
      arrival,
      answersKey: '',
    });
    const transitions = (events: readonly LifeEvent[]) =>
      readLife(events).transitions.map(({ event }) => event);
    expect(transitions([at('approve', 1), at('submit', 2), at('create', 3)])).toEqual([
      'create',
      'submit',
      'approve',
    ]);
    expect(transitions([at('approve', 3), at('submit', 2), at('create', 1)])).toEqual([
      'create',
      'submit',
      'approve',
    ]);
    expect(readLife([at('submit', 2), at('create', 1)]).transitions).toEqual([
      { event: 'create', delivery: '1' },
      { event: 'submit', delivery: '2' },
    ]);
  });

  it('of one second and one kind goes by arrival, in whatever order it is listed', () => {
    const second = eventsOf('create', 'update', 'update', 'update').map((event) => ({
      ...event,
      firedAt: 1,
    }));
    expect([readLife(second).newest, readLife(second.toReversed()).newest]).toEqual(['3-update', '3-update']);
  });

  it('approves a request again that was reopened and approved with the same answers', () => {
    const same = eventsOf('approve', 'reopen', 'approve').map((event) => ({ ...event, answersKey: 'same' }));
    expect(
      readLife(same)
        .transitions.map(({ event }) => event)
        .slice(3),
    ).toEqual(['reopen', 'submit', 'approve']);
  });

  it('follows the time at which events were fired, not that of arrival', () => {
    const [create, submit, approve] = eventsOf('create', 'submit', 'approve');
    const late = [approve, create, submit].map((event, arrival) => ({ ...(event as LifeEvent), arrival }));
    expect(readLife(late).transitions.map(({ event }) => event)).toEqual(['create', 'submit', 'approve']);
  });
});

describe('the plan of transitions', () => {
  const nothing: Life = { transitions: [], waiting: new Set() };
  const plan = (...args: Parameters<typeof planTransitions>) =>
    planTransitions(...args)?.map(({ event, delivery }) => `${event} by ${delivery}`);

  it('in order is the one transition that the new event means', () => {
    expect(plan({}, nothing, lifeOf('create'))).toEqual(['create by 0-create']);
    expect(plan({ state: 'draft' }, lifeOf('create'), lifeOf('create', 'submit'))).toEqual([
      'submit by 1-submit',
    ]);
    expect(
      plan({ state: 'submitted' }, lifeOf('create', 'submit'), lifeOf('create', 'submit', 'transfer')),
    ).toEqual([]);
  });

  it('for a request that is unknown here is the whole sequence', () => {
    expect(plan({}, lifeOf('create'), lifeOf('create', 'submit'))).toEqual([
      'create by 0-create',
      'submit by 1-submit',
    ]);
  });

  it('for a request that was changed here is the shortest sequence that leads to the new state', () => {
    const life = lifeOf('create', 'submit');
    expect(plan({ state: 'changes_requested' }, lifeOf('create'), life)).toEqual(['submit by 1-submit']);
    expect(plan({ state: 'refused' }, lifeOf('create'), life)).toEqual([
      'take_back_refusal by 1-submit',
      'submit by 1-submit',
    ]);
    expect(plan({ state: 'submitted' }, lifeOf('create'), life)).toEqual([]);
    expect(plan({ state: 'submitted' }, nothing, lifeOf('create'))).toBeUndefined();
  });

  it.each<[readonly DatapassEvent[], RequestState, string]>([
    [['approve', 'revoke'], 'reopened', 'revoke by 0-approve'],
    [['approve', 'reopen', 'submit', 'refuse'], 'reopened_submitted', 'refuse by 0-approve'],
    [['approve', 'reopen', 'cancel_reopening'], 'reopened_submitted', 'cancel_reopening by 0-approve'],
    [
      ['approve', 'reopen', 'submit', 'request_changes'],
      'reopened_submitted',
      'request_changes by 3-request_changes',
    ],
    [['approve', 'reopen', 'submit'], 'reopened', 'submit by 2-submit'],
    [['approve', 'reopen'], 'validated', 'reopen by 1-reopen'],
  ])('with its approval carried out, %j from %s: %s', (names, state, transitions) => {
    const position = { state, approvedBy: '0-approve' };
    expect(plan(position, nothing, lifeOf(...names))?.join(', ')).toBe(transitions);
  });

  it.each<[readonly DatapassEvent[], RequestState, string]>([
    [['refuse'], 'submitted', 'refuse by 0-refuse'],
    [['submit', 'archive'], 'changes_requested', 'archive by 0-submit'],
  ])('without any approval, %j from %s: %s', (names, state, transitions) => {
    expect(plan({ state }, nothing, lifeOf(...names))?.join(', ')).toBe(transitions);
  });

  it('carries out an approval that was missed, and the transitions after it', () => {
    const life = lifeOf('create', 'submit', 'approve', 'reopen');
    expect(plan({ state: 'refused' }, nothing, life)).toEqual([
      'take_back_refusal by 2-approve',
      'submit by 2-approve',
      'approve by 2-approve',
      'reopen by 3-reopen',
    ]);
    expect(plan({ state: 'validated', approvedBy: 'an earlier one' }, nothing, life)).toEqual([
      'reopen by 2-approve',
      'submit by 2-approve',
      'approve by 2-approve',
      'reopen by 3-reopen',
    ]);
    const twice = lifeOf('approve', 'reopen', 'submit', 'approve', 'reopen');
    expect(plan({ state: 'validated', approvedBy: '0-approve' }, nothing, twice)).toEqual([
      'reopen by 3-approve',
      'submit by 3-approve',
      'approve by 3-approve',
      'reopen by 4-reopen',
    ]);
  });

  it('in order makes every transition that the events mean, though the last state is the first one', () => {
    const position = { state: 'validated', approvedBy: '0-approve' } as const;
    expect(plan(position, lifeOf('approve'), lifeOf('approve', 'refuse'))).toEqual([
      'reopen by 1-refuse',
      'submit by 1-refuse',
      'refuse by 1-refuse',
    ]);
  });

  it('makes nothing when an approval arrives that a later one has replaced', () => {
    const [submit, first, second] = eventsOf('submit', 'approve', 'approve') as [
      LifeEvent,
      LifeEvent,
      LifeEvent,
    ];
    const position = { state: 'validated', approvedBy: second.key } as const;
    expect(plan(position, readLife([submit, second]), readLife([submit, first, second]))).toEqual([]);
  });

  it('contains no approval that the events do not contain', () => {
    expect(
      plan({ state: 'validated', approvedBy: 'x' }, nothing, lifeOf('create', 'submit')),
    ).toBeUndefined();
    expect(plan({ state: 'draft', approvedBy: '0-approve' }, nothing, lifeOf('approve'))).toBeUndefined();
  });

  it('never leads out of a final state', () => {
    const life = lifeOf('create', 'submit');
    expect(plan({ state: 'archived' }, nothing, life)).toBeUndefined();
    expect(plan({ state: 'revoked', approvedBy: 'x' }, nothing, lifeOf('approve'))).toBeUndefined();
    expect(plan({ state: 'archived' }, nothing, lifeOf('create', 'archive'))).toEqual([]);
    expect(plan({ state: 'revoked', approvedBy: 'x' }, nothing, lifeOf('approve', 'revoke'))).toEqual([]);
  });
});
