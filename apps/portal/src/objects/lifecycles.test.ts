import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { attempt, offeredEvents } from './lifecycle/interpreter.ts';
import { type Lifecycle, type Role, roles } from './lifecycle/lifecycle.ts';
import { lifecycles } from './lifecycles.ts';

const anyLifecycle = fc.constantFrom(...lifecycles);
const eventsOf = ({ transitions }: Lifecycle) => [...new Set(transitions.map(({ event }) => event))];
const everyFact = ({ transitions }: Lifecycle) =>
  new Set(transitions.flatMap(({ conditions }) => conditions ?? []));

/** Any attempt at all: event, state, roles, second factor, facts and reason drawn independently. */
const anyAttempt = anyLifecycle.chain((lifecycle) =>
  fc.record({
    lifecycle: fc.constant(lifecycle),
    event: fc.constantFrom(...eventsOf(lifecycle), 'toString', 'unknown'),
    state: fc.constantFrom(...lifecycle.states, 'nowhere'),
    standing: fc.record({ roles: fc.subarray([...roles]), secondFactor: fc.boolean() }),
    facts: fc.subarray([...everyFact(lifecycle)]).map((list) => new Set(list)),
    reason: fc.constantFrom('', '  ', 'Because'),
  }),
);

describe.each(lifecycles.map((lifecycle) => [lifecycle.object, lifecycle] as const))(
  'the path of a %s',
  (_, one) => {
    const { states, terminal, transitions, initial, progress } = one;

    it('names only states that it declares', () => {
      const named = transitions.flatMap(({ from, to }) => [...from, to]);
      for (const state of [...named, ...terminal, ...progress, initial]) expect(states).toContain(state);
    });

    it('has a way out of every state that is not an end, and none out of an end', () => {
      for (const state of states) {
        const ways = transitions.filter(({ from, to }) => from.includes(state) && to !== state);
        if (terminal.includes(state)) expect(ways, state).toEqual([]);
        else expect(ways.length, state).toBeGreaterThan(0);
      }
    });

    it('reaches every state from its beginning', () => {
      const reached = new Set<string>([initial]);
      for (let before = 0; before < reached.size; ) {
        before = reached.size;
        for (const { from, to } of transitions) if (from.some((state) => reached.has(state))) reached.add(to);
      }
      expect([...reached].sort()).toEqual([...states].sort());
    });

    it('says one thing only for a state, an event and a role', () => {
      for (const state of states) {
        for (const role of roles) {
          for (const event of eventsOf(one)) {
            const fitting = transitions.filter(
              (each) => each.event === event && each.from.includes(state) && each.who.includes(role),
            );
            expect(fitting.length, `${state} ${event} ${role}`).toBeLessThanOrEqual(1);
          }
        }
      }
    });
  },
);

describe('the interpreter', () => {
  test.prop([anyAttempt], { numRuns: 500 })(
    'lets happen what one line of the table says, with its role, state, second factor, reason and conditions, and nothing else',
    ({ lifecycle, event, state, standing, facts, reason }) => {
      const verdict = attempt(lifecycle, { event, state, standing, facts, reason });
      const machine = standing.roles.some((role) => role === 'system' || role === 'datapass');
      const lines = lifecycle.transitions.filter(
        (line) =>
          line.event === event &&
          line.from.includes(state) &&
          line.who.some((role) => standing.roles.includes(role)),
      );
      const fits = lines.filter(
        (line) =>
          (line.secondFactor !== true || standing.secondFactor || machine) &&
          (line.reason !== true || reason.trim() !== '') &&
          (line.conditions ?? []).every((condition) => facts.has(condition)),
      );
      if (verdict.ok) {
        expect(fits.map(({ to }) => to)).toContain(verdict.to);
      } else {
        expect(fits.length === 0 || lines.length > 1).toBe(true);
      }
    },
  );

  test.prop([anyLifecycle, fc.subarray([...roles])], { numRuns: 200 })(
    'offers exactly what could be tried with everything else in order',
    (lifecycle, held: readonly Role[]) => {
      const standing = { roles: held, secondFactor: true };
      for (const state of lifecycle.states) {
        const offered = offeredEvents(lifecycle, state, standing);
        const possible = eventsOf(lifecycle).filter(
          (event) =>
            attempt(lifecycle, { event, state, standing, facts: everyFact(lifecycle), reason: 'x' }).ok,
        );
        expect([...offered].sort()).toEqual(possible.sort());
      }
    },
  );

  test.prop([anyAttempt], { numRuns: 300 })('gives nobody without a role anything', (wanted) => {
    const standing = { roles: [], secondFactor: true };
    expect(attempt(wanted.lifecycle, { ...wanted, standing })).toEqual({
      ok: false,
      refusal: { kind: 'not-yours' },
    });
  });

  it('tells a state only to those who may try the event in some state', () => {
    const [request] = lifecycles;
    if (request === undefined) throw new Error('no lifecycle');
    const attempted = (role: Role) =>
      attempt(request, {
        event: 'approve',
        state: 'draft',
        standing: { roles: [role], secondFactor: true },
        facts: new Set(),
      });
    expect(attempted('reader')).toEqual({ ok: false, refusal: { kind: 'not-yours' } });
    expect(attempted('legal-reviewer')).toEqual({ ok: false, refusal: { kind: 'not-now', state: 'draft' } });
  });
});
