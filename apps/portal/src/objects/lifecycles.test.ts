import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { checkTransition, offeredEvents } from './lifecycle/check-transition.ts';
import { initialOf, type Lifecycle, type Role, roles, statesOf, unborn } from './lifecycle/lifecycle.ts';
import { lifecycles } from './lifecycles.ts';

const anyLifecycle = fc.constantFrom(...lifecycles);
const eventsOf = ({ transitions }: Lifecycle) => [...new Set(transitions.map(({ event }) => event))];
const conditionsOf = ({ transitions }: Lifecycle) =>
  new Set(transitions.flatMap(({ conditions }) => conditions ?? []));
const factsOf = (held: Iterable<string>) => Object.fromEntries([...held].map((fact) => [fact, true]));
const everyFact = (lifecycle: Lifecycle) => factsOf(conditionsOf(lifecycle));

/** Generates attempts: event, state, roles, second factor, facts and reason are drawn independently. */
const anyAttempt = anyLifecycle.chain((lifecycle) =>
  fc.record({
    lifecycle: fc.constant(lifecycle),
    event: fc.constantFrom(...eventsOf(lifecycle), 'toString', 'unknown'),
    state: fc.constantFrom(unborn, ...statesOf(lifecycle), 'nowhere', 'toString'),
    authorization: fc.record({ roles: fc.subarray([...roles]), secondFactor: fc.boolean() }),
    facts: fc.subarray([...conditionsOf(lifecycle)]).map(factsOf),
    reason: fc.constantFrom('', '  ', 'Because'),
  }),
);

describe.each(lifecycles.map((lifecycle) => [lifecycle.object, lifecycle] as const))(
  'the lifecycle of a %s',
  (_, drawn) => {
    const { terminal, transitions, progress } = drawn;
    const states = statesOf(drawn);

    it('names only states that it declares', () => {
      const named = transitions.flatMap(({ from, to }) => [...from, to]).filter((state) => state !== unborn);
      for (const state of [...named, ...terminal, ...progress]) expect(states).toContain(state);
    });

    it('begins with one creation, which no other transition repeats', () => {
      const creating = transitions.filter(({ from }) => from.includes(unborn));
      expect(creating.map(({ from, to }) => [from, to])).toEqual([[[unborn], initialOf(drawn)]]);
      const [creation] = creating;
      expect(transitions.filter(({ event }) => event === creation?.event)).toEqual([creation]);
      expect(creation?.conditions).toBeUndefined();
    });

    it('has a text or `true` in each column of a state, never false', () => {
      const cells = Object.values(drawn.states).flatMap((row) => Object.values(row));
      for (const cell of cells) expect(cell === true || /^[a-z_]+$/.test(String(cell))).toBe(true);
    });

    it('has a transition out of every state that is not final, and none out of a final one', () => {
      for (const state of states) {
        const ways = transitions.filter(({ from, to }) => from.includes(state) && to !== state);
        if (terminal.includes(state)) expect(ways, state).toEqual([]);
        else expect(ways.length, state).toBeGreaterThan(0);
      }
    });

    it('reaches every state from its first one', () => {
      const reached = new Set<string>([unborn]);
      for (let before = 0; before < reached.size; ) {
        before = reached.size;
        for (const { from, to } of transitions) if (from.some((state) => reached.has(state))) reached.add(to);
      }
      expect([...reached].sort()).toEqual([unborn, ...states].sort());
    });

    it('has one row for a state, an event and a role', () => {
      for (const state of states) {
        for (const role of roles) {
          for (const event of eventsOf(drawn)) {
            const fitting = transitions.filter(
              (transition) =>
                transition.event === event &&
                transition.from.includes(state) &&
                transition.who.includes(role),
            );
            expect(fitting.length, `${state} ${event} ${role}`).toBeLessThanOrEqual(1);
          }
        }
      }
    });
  },
);

describe('the check of a transition', () => {
  test.prop([anyAttempt], { numRuns: 500 })(
    'allows exactly what a row of the table has, with its role, state, second factor, reason and conditions',
    ({ lifecycle, event, state, authorization, facts, reason }) => {
      const checked = checkTransition(lifecycle, { event, state, authorization, facts, reason });
      const machine = authorization.roles.some((role) => role === 'system' || role === 'datapass');
      const lines = lifecycle.transitions.filter(
        (line) =>
          line.event === event &&
          line.from.includes(state) &&
          line.who.some((role) => authorization.roles.includes(role)),
      );
      const fits = lines.filter(
        (line) =>
          (line.secondFactor !== true || authorization.secondFactor || machine) &&
          (line.reason !== true || reason.trim() !== '') &&
          (line.conditions ?? []).every((condition) => facts[condition] === true),
      );
      if (checked.ok) {
        expect(fits).toContain(checked.line);
      } else {
        expect(fits.length === 0 || lines.length > 1).toBe(true);
      }
    },
  );

  test.prop([anyLifecycle, fc.subarray([...roles])], { numRuns: 200 })(
    'offers exactly the events that would be accepted with everything else in order',
    (lifecycle, held: readonly Role[]) => {
      const authorization = { roles: held, secondFactor: true };
      for (const state of statesOf(lifecycle)) {
        const offered = offeredEvents(lifecycle, state, authorization);
        const possible = eventsOf(lifecycle).filter(
          (event) =>
            checkTransition(lifecycle, {
              event,
              state,
              authorization,
              facts: everyFact(lifecycle),
              reason: 'x',
            }).ok,
        );
        expect([...offered].sort()).toEqual(possible.sort());
      }
    },
  );

  test.prop([anyAttempt], { numRuns: 300 })('allows nothing to an actor without a role', (attempt) => {
    const authorization = { roles: [], secondFactor: true };
    expect(checkTransition(attempt.lifecycle, { ...attempt, authorization })).toEqual({
      ok: false,
      refusal: { kind: 'not-yours' },
    });
  });

  it('reveals a state only to actors who may cause the event in some state', () => {
    const [request] = lifecycles;
    if (request === undefined) throw new Error('no lifecycle');
    const attempted = (role: Role) =>
      checkTransition(request, {
        event: 'approve',
        state: 'draft',
        authorization: { roles: [role], secondFactor: true },
        facts: {},
      });
    expect(attempted('reader')).toEqual({ ok: false, refusal: { kind: 'not-yours' } });
    expect(attempted('legal-reviewer')).toEqual({ ok: false, refusal: { kind: 'not-now', state: 'draft' } });
  });
});
