import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DatapassEvent } from '../request/datapass-fields.ts';
import type { RequestState } from '../request/lifecycle.ts';
import {
  afterEvent,
  type Life,
  type LifeEvent,
  type LifePosition,
  planTransitions,
  readLife,
} from './life.ts';

let serial = 0;
function eventAt(event: DatapassEvent, firedAt: number, answersKey = `answers ${firedAt}`): LifeEvent {
  const arrival = serial++;
  return { key: `${event}@${firedAt}#${arrival}`, event, firedAt, arrival, answersKey };
}
const lifeOf = (...events: DatapassEvent[]) => events.map((event, index) => eventAt(event, (index + 1) * 10));

/** Delivers events one after another and carries out each plan, as the webhook does. */
function deliver(events: readonly LifeEvent[]): LifePosition & { readonly made: readonly string[] } {
  const received: LifeEvent[] = [];
  let position: LifePosition & { readonly made: readonly string[] } = { made: [] };
  for (const event of events) {
    const before = readLife(received);
    if (!received.some(({ key }) => key === event.key)) received.push(event);
    position = carryOut(position, planTransitions(position, before, readLife(received)));
  }
  return position;
}

function carryOut(
  position: LifePosition & { readonly made: readonly string[] },
  transitions: ReturnType<typeof planTransitions>,
): LifePosition & { readonly made: readonly string[] } {
  if (transitions === undefined) throw new Error(`no way on from ${position.state}`);
  let { state, approvedBy } = position;
  for (const { event, delivery } of transitions) {
    state = afterEvent(state, event);
    if (state === undefined) throw new Error(`${event} is not in the table here`);
    if (event === 'approve') approvedBy = delivery;
  }
  return {
    made: [...position.made, ...transitions.map(({ event }) => event)],
    ...(state !== undefined && { state }),
    ...(approvedBy !== undefined && { approvedBy }),
  };
}

/** Generates a life of a request at DataPass: a walk through the table of transitions, up to twelve events long. */
const walk = fc.array(fc.nat(), { minLength: 1, maxLength: 12 }).map((choices) => {
  const events: LifeEvent[] = [eventAt('create', 100)];
  let state: RequestState | undefined = 'draft';
  for (const choice of choices) {
    const possible = (
      [
        'submit',
        'approve',
        'refuse',
        'request_changes',
        'revoke',
        'archive',
        'reopen',
        'cancel_reopening',
      ] as const
    ).filter((event) => afterEvent(state, event) !== undefined);
    const editable = state === 'draft' || state === 'changes_requested' || state === 'reopened';
    const offered: readonly DatapassEvent[] = [
      ...possible,
      ...(editable ? (['update'] as const) : []),
      'transfer',
    ];
    const event = offered[choice % offered.length];
    if (event === undefined) break;
    if (event !== 'update' && event !== 'transfer') state = afterEvent(state, event);
    events.push(eventAt(event, 100 + events.length));
    if (state === 'archived' || state === 'revoked') break;
  }
  return events;
});

describe('events of a request in order', () => {
  test('are followed transition by transition', () => {
    const life = readLife(
      lifeOf('create', 'update', 'submit', 'request_changes', 'update', 'submit', 'approve'),
    );
    expect(life.state).toBe('validated');
    expect(life.transitions.map(({ event }) => event)).toEqual([
      'create',
      'submit',
      'request_changes',
      'submit',
      'approve',
    ]);
  });

  test('keep what was approved, with its answers, when a reopening is refused', () => {
    const events = lifeOf('create', 'submit', 'approve', 'reopen', 'update', 'submit', 'refuse');
    const life = readLife(events);
    expect(life.state).toBe('validated');
    expect(life.answersFrom).toBe(events[2]?.key);
  });
});

describe('events of a request with gaps', () => {
  test('an approval alone implies creation and submission', () => {
    expect(readLife(lifeOf('approve')).transitions.map(({ event }) => event)).toEqual([
      'create',
      'submit',
      'approve',
    ]);
  });

  test.each(['revoke', 'reopen', 'cancel_reopening'] as const)(
    '%s waits for the approval that it follows',
    (event) => {
      const life = readLife([eventAt('submit', 1), eventAt(event, 2)]);
      expect(life.state).toBe('submitted');
      expect(life.waiting.size).toBe(1);
    },
  );

  test('a revocation that came first takes effect with the approval', () => {
    const [create, submit, approve, revoke] = lifeOf('create', 'submit', 'approve', 'revoke') as [
      LifeEvent,
      LifeEvent,
      LifeEvent,
      LifeEvent,
    ];
    expect(deliver([revoke, create, submit]).state).toBe('submitted');
    expect(deliver([revoke, create, submit, approve]).state).toBe('revoked');
  });

  test('the same approval in two deliveries is one', () => {
    const life = readLife([eventAt('approve', 5, 'same'), eventAt('approve', 9, 'same')]);
    expect(life.transitions.filter(({ event }) => event === 'approve')).toHaveLength(1);
  });

  test('an approval of other answers is a new one, through a reopening', () => {
    const life = readLife([eventAt('approve', 5, 'one'), eventAt('approve', 9, 'two')]);
    expect(life.transitions.map(({ event }) => event).slice(3)).toEqual(['reopen', 'submit', 'approve']);
  });

  test('an older event does not undo a newer state', () => {
    const [create, submit, approve] = lifeOf('create', 'submit', 'approve') as [
      LifeEvent,
      LifeEvent,
      LifeEvent,
    ];
    expect(deliver([approve, submit, create]).state).toBe('validated');
    expect(deliver([approve, submit, create]).made).toEqual(['create', 'submit', 'approve']);
  });

  test('a refusal of a reopening that arrives before the approval is put in order by the table', () => {
    const [create, submit, approve, reopen, again, refuse] = lifeOf(
      'create',
      'submit',
      'approve',
      'reopen',
      'submit',
      'refuse',
    ) as [LifeEvent, LifeEvent, LifeEvent, LifeEvent, LifeEvent, LifeEvent];
    expect(deliver([create, submit, refuse]).state).toBe('refused');
    const end = deliver([create, submit, refuse, approve, reopen, again]);
    expect(end.state).toBe('validated');
    expect(end.approvedBy).toBe(approve.key);
  });
});

describe('events of one second', () => {
  test('are applied in order of arrival when the table allows it', () => {
    const names = [
      'create',
      'submit',
      'request_changes',
      'submit',
      'approve',
      'reopen',
      'cancel_reopening',
    ] as const;
    const life = readLife(names.map((event) => eventAt(event, 7)));
    expect(life.transitions.map(({ event }) => event)).toEqual(names);
  });

  test('are put in an order that the table allows when the arrival order is not one', () => {
    const life = readLife([eventAt('submit', 7), eventAt('create', 7)]);
    expect(life.transitions.map(({ event }) => event)).toEqual(['create', 'submit']);
  });
});

describe('the order of events', () => {
  test('does not matter: every permutation with repetitions ends in the same state, by the same approval', () => {
    const shuffled = walk.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([events, arrivals]) => {
        // After a revocation nothing is in force: an approval that arrives later is not carried out.
        const outcome = ({ state, approvedBy }: LifePosition) =>
          state === 'revoked' ? { state } : { state, approvedBy };
        expect(outcome(deliver(arrivals))).toEqual(outcome(deliver(events)));
      }),
      { numRuns: 500 },
    );
  });

  test('does not change what a set of events means', () => {
    const anything: fc.Arbitrary<LifeEvent[]> = fc.uniqueArray(
      fc.record({
        event: fc.constantFrom<DatapassEvent[]>(
          'create',
          'update',
          'submit',
          'approve',
          'refuse',
          'reopen',
          'revoke',
        ),
        firedAt: fc.integer({ min: 1, max: 20 }),
        arrival: fc.nat(),
        key: fc.uuid(),
        answersKey: fc.constantFrom('a', 'b'),
      }),
      { maxLength: 8, selector: ({ firedAt }) => firedAt },
    );
    const meaning = ({ waiting, ...life }: Life) => ({ ...life, waiting: [...waiting].sort() });
    fc.assert(
      fc.property(anything, fc.infiniteStream(fc.nat()), (events, numbers) => {
        const other = events
          .map((event) => ({ event, order: numbers.next().value ?? 0 }))
          .sort((a, b) => a.order - b.order)
          .map(({ event }) => event);
        expect(meaning(readLife(other))).toEqual(meaning(readLife(events)));
      }),
      { numRuns: 300 },
    );
  });
});
