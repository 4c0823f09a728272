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
  it('returns the next state and the effects when everything is in order', () => {
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

  it('takes the row of the table that fits the state, though an earlier row has the same event', () => {
    expect(checkTransition(door, { ...inOrder, state: 'open' })).toEqual({
      ok: true,
      line: door.transitions[1],
    });
  });

  it('refuses actors who have none of its roles, in any state', () => {
    const authorization = { roles: ['reader', 'operator'], secondFactor: true } as const;
    expect(refusalOf({ authorization })).toEqual({ kind: 'not-yours' });
    expect(refusalOf({ authorization, state: 'gone' })).toEqual({ kind: 'not-yours' });
    expect(refusalOf({ event: 'paint' })).toEqual({ kind: 'not-yours' });
  });

  it('refuses an event that the table does not have for the state', () => {
    expect(refusalOf({ state: 'gone' })).toEqual({ kind: 'not-now', state: 'gone' });
  });

  it('asks people for their second factor, and does not ask machine actors', () => {
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

  it.each([[undefined], [''], [' \n']])('requires a reason with text: %j is refused', (reason) => {
    const { reason: _reason, ...without } = inOrder;
    const attempt = reason === undefined ? without : { ...without, reason };
    expect(checkTransition(door, attempt)).toEqual({ ok: false, refusal: { kind: 'reason-missing' } });
  });

  it('names the first condition that is not met', () => {
    expect(refusalOf({ facts: { key: true, daylight: false } })).toEqual({
      kind: 'condition',
      condition: 'daylight',
    });
    expect(refusalOf({ facts: { daylight: true } })).toEqual({ kind: 'condition', condition: 'key' });
    expect(refusalOf({ facts: {} })).toEqual({ kind: 'condition', condition: 'key' });
  });

  it('checks the second factor before the reason, and the reason before the conditions', () => {
    const nothing = { reason: '', facts: {} };
    expect(refusalOf({ ...nothing, authorization: { roles: ['owner'], secondFactor: false } })).toEqual({
      kind: 'second-factor',
    });
    expect(refusalOf(nothing)).toEqual({ kind: 'reason-missing' });
  });
});

describe('the events that a page offers', () => {
  it('are those that the table has for the state and the roles, once each, whether or not a second factor was shown', () => {
    const offered = (state: string, ...roles: AuthorizationContext['roles']) =>
      offeredEvents(door, state, { roles, secondFactor: false });
    expect(offered('shut', 'owner')).toEqual(['open']);
    expect(offered('open', 'owner', 'reader', 'operator')).toEqual(['open', 'shut', 'remove']);
    expect(offered('shut', 'reader')).toEqual([]);
    expect(offered('gone', 'owner', 'operator')).toEqual([]);
    expect(offered('shut')).toEqual([]);
  });

  it('name an event of two fitting rows once', () => {
    const [first] = door.transitions;
    if (first === undefined) throw new Error('no transition');
    const twice = { ...door, transitions: [first, { ...first, who: ['reader'] as const }] };
    expect(offeredEvents(twice, 'shut', { roles: ['owner', 'reader'], secondFactor: false })).toEqual([
      'open',
    ]);
  });

  it('can be asked for without a state: whether the person may ever cause the event', () => {
    const ever = (event: string, ...roles: AuthorizationContext['roles']) =>
      mayEver(door, event, { roles, secondFactor: false });
    expect(ever('open', 'owner')).toBe(true);
    expect(ever('open', 'reader', 'operator')).toBe(false);
    expect(ever('paint', 'owner')).toBe(false);
  });
});
