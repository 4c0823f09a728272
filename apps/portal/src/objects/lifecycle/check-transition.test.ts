import { describe, expect, it } from 'vitest';
import {
  type AuthorizationContext,
  checkTransition,
  mayEver,
  offeredEvents,
  type TransitionInput,
} from './check-transition.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Example: the owner of a door opens it when the conditions hold; the clock closes it. */
const door: Lifecycle = {
  object: 'door',
  states: { shut: {}, open: {}, gone: {} },
  terminal: ['gone'],
  progress: ['shut', 'open'],
  transitions: [
    {
      event: 'open',
      from: ['shut'],
      to: 'open',
      who: ['owner', 'system'],
      secondFactor: true,
      reason: true,
      conditions: ['key', 'daylight'],
      effects: ['ring', 'light'],
    },
    { event: 'open', from: ['open'], to: 'open', who: ['owner'] },
    { event: 'shut', from: ['open'], to: 'shut', who: ['reader', 'datapass'], secondFactor: true },
    { event: 'remove', from: ['open', 'shut'], to: 'gone', who: ['operator'] },
  ],
};

const inOrder: TransitionInput = {
  event: 'open',
  state: 'shut',
  authorization: { roles: ['owner'], secondFactor: true },
  facts: { key: true, daylight: true },
  reason: 'Because',
};
const refusalOf = (change: Partial<TransitionInput>) => {
  const verdict = checkTransition(door, { ...inOrder, ...change });
  return verdict.ok ? undefined : verdict.refusal;
};

describe('the check of a transition', () => {
  it('with everything in order says where it leads and what follows', () => {
    expect(checkTransition(door, inOrder)).toEqual({ ok: true, line: door.transitions[0] });
  });

  it('of a transition without conditions or effects needs and causes nothing', () => {
    const remove = {
      event: 'remove',
      state: 'open',
      authorization: { roles: ['operator'], secondFactor: false },
      facts: {},
    } as const;
    expect(checkTransition(door, remove)).toEqual({ ok: true, line: door.transitions[3] });
  });

  it('takes the line of the table that fits the state, though an earlier one has the same event', () => {
    expect(checkTransition(door, { ...inOrder, state: 'open' })).toEqual({
      ok: true,
      line: door.transitions[1],
    });
  });

  it('is refused to whoever holds none of its roles, in any state', () => {
    const authorization = { roles: ['reader', 'operator'], secondFactor: true } as const;
    expect(refusalOf({ authorization })).toEqual({ kind: 'not-yours' });
    expect(refusalOf({ authorization, state: 'gone' })).toEqual({ kind: 'not-yours' });
    expect(refusalOf({ event: 'paint' })).toEqual({ kind: 'not-yours' });
  });

  it('is refused in a state that the table does not lead out of by this event', () => {
    expect(refusalOf({ state: 'gone' })).toEqual({ kind: 'not-now', state: 'gone' });
  });

  it('asks people for their second factor, and machines, which have none, for none', () => {
    expect(refusalOf({ authorization: { roles: ['owner'], secondFactor: false } })).toEqual({
      kind: 'second-factor',
    });
    for (const role of ['system', 'datapass'] as const) {
      const event = role === 'system' ? 'open' : 'shut';
      const state = role === 'system' ? 'shut' : 'open';
      const authorization = { roles: [role], secondFactor: false };
      expect(checkTransition(door, { ...inOrder, event, state, authorization }).ok, role).toBe(true);
    }
  });

  it.each([[undefined], [''], [' \n']])('wants a reason in words: %j is none', (reason) => {
    const { reason: _reason, ...without } = inOrder;
    const attempt = reason === undefined ? without : { ...without, reason };
    expect(checkTransition(door, attempt)).toEqual({ ok: false, refusal: { kind: 'reason-missing' } });
  });

  it('names the first condition that does not hold', () => {
    expect(refusalOf({ facts: { key: true, daylight: false } })).toEqual({
      kind: 'condition',
      condition: 'daylight',
    });
    expect(refusalOf({ facts: { daylight: true } })).toEqual({ kind: 'condition', condition: 'key' });
    expect(refusalOf({ facts: {} })).toEqual({ kind: 'condition', condition: 'key' });
  });

  it('looks at the second factor before the reason, and at the reason before the conditions', () => {
    const nothing = { reason: '', facts: {} };
    expect(refusalOf({ ...nothing, authorization: { roles: ['owner'], secondFactor: false } })).toEqual({
      kind: 'second-factor',
    });
    expect(refusalOf(nothing)).toEqual({ kind: 'reason-missing' });
  });
});

describe('what a page offers', () => {
  it('is each event once that the table has for this state and one of these roles, second factor or not', () => {
    const offered = (state: string, ...roles: AuthorizationContext['roles']) =>
      offeredEvents(door, state, { roles, secondFactor: false });
    expect(offered('shut', 'owner')).toEqual(['open']);
    expect(offered('open', 'owner', 'reader', 'operator')).toEqual(['open', 'shut', 'remove']);
    expect(offered('shut', 'reader')).toEqual([]);
    expect(offered('gone', 'owner', 'operator')).toEqual([]);
    expect(offered('shut')).toEqual([]);
  });

  it('names an event of two fitting lines once', () => {
    const [first] = door.transitions;
    if (first === undefined) throw new Error('no transition');
    const twice = { ...door, transitions: [first, { ...first, who: ['reader'] as const }] };
    expect(offeredEvents(twice, 'shut', { roles: ['owner', 'reader'], secondFactor: false })).toEqual([
      'open',
    ]);
  });

  it('can be asked of no state in particular: whether the person may ever try it', () => {
    const ever = (event: string, ...roles: AuthorizationContext['roles']) =>
      mayEver(door, event, { roles, secondFactor: false });
    expect(ever('open', 'owner')).toBe(true);
    expect(ever('open', 'reader', 'operator')).toBe(false);
    expect(ever('paint', 'owner')).toBe(false);
  });
});
