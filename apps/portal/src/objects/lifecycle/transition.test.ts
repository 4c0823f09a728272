import { createManualClock, GaranceError } from '@garance/core';
import { describe, expect, it } from 'vitest';
import type { PortalTables } from '../portal-store.ts';
import { accessLifecycle, type ClientRegistrationState } from '../registration/lifecycle.ts';
import { threadLifecycle } from '../thread/lifecycle.ts';
import { defineLifecycle, unborn } from './lifecycle.ts';
import type { StateTable } from './state-table.ts';
import { type Change, create, type Effects, refusalError, transition, tryTransition } from './transition.ts';

const atMs = Date.UTC(2026, 10, 3);
const clock = createManualClock(atMs);

interface Row {
  readonly id: string;
  readonly state: ClientRegistrationState;
  readonly version?: number;
}
type ClientRegistrationChange = Change<typeof accessLifecycle, 'suspend' | 'resume', Row>;

interface Attempt {
  readonly row?: Row;
  /** `false`: the object does not exist; `true` by default. */
  readonly exists?: boolean;
  readonly stays?: boolean;
  readonly change?: Partial<ClientRegistrationChange>;
  readonly facts?: Partial<Record<'organisation-proven' | 'habilitation-in-force', boolean>>;
}

/** Records, in order, what a transition reads and writes. */
function scene({
  row = { id: 'access-1', state: 'active' },
  exists = true,
  stays = true,
  change,
  facts,
}: Attempt = {}) {
  const done: unknown[] = [];
  const note = (what: string) => async (written: unknown) => {
    done.push([what, written]);
  };
  const tables = {
    history: { append: note('history') },
    audit: { append: note('audit') },
  } as unknown as PortalTables;
  const effect = (name: string) => async (received: PortalTables) => {
    done.push([name, received === tables]);
  };
  const table: StateTable<ClientRegistrationState, Row> = {
    lock: async () => (exists ? row : undefined),
    setState: async (written) => {
      done.push(['state', written]);
      return stays;
    },
  };
  const input: ClientRegistrationChange = {
    lifecycle: accessLifecycle,
    table,
    id: 'access-1',
    event: 'suspend',
    authorization: { roles: ['operator'], secondFactor: true },
    actor: 'person-1',
    reason: 'A leak',
    prepare: () => ({
      facts: { 'organisation-proven': true, 'habilitation-in-force': true, ...facts },
      effects: {
        'mail-partner': effect('mail-partner'),
        'suspend-on-hub': effect('suspend-on-hub'),
        'resume-on-hub': effect('resume-on-hub'),
      },
    }),
    ...change,
  };
  return { done, tables, input };
}

async function refusal(attempt: Attempt) {
  const { done, tables, input } = scene(attempt);
  const outcome = await tryTransition(tables, clock, input);
  if (outcome.ok) throw new Error('was not refused');
  const { code, detail } = refusalError(outcome.refusal);
  await expect(transition(tables, clock, input)).rejects.toMatchObject({ code, ...(detail && { detail }) });
  return { code, detail, done };
}

describe('a transition', () => {
  it('writes the state, the history, the audit log and every effect of the table, in this order', async () => {
    const { done, tables, input } = scene();
    expect(await transition(tables, clock, input)).toBe('suspended');
    const entry = { object: 'access', objectId: 'access-1', actor: 'person-1', atMs };
    expect(done).toEqual([
      ['state', { id: 'access-1', from: 'active', to: 'suspended', version: 0, atMs, reason: 'A leak' }],
      ['history', { ...entry, event: 'suspend', from: 'active', to: 'suspended', reason: 'A leak' }],
      ['audit', { ...entry, action: 'access.suspend', detail: { from: 'active', to: 'suspended' } }],
      ['suspend-on-hub', true],
      ['mail-partner', true],
    ]);
  });

  it('stores no reason when it needs none and got none', async () => {
    const row = { id: 'access-1', state: 'suspended' } as const;
    const { done, tables, input } = scene({ row, change: { event: 'resume', reason: undefined } });
    expect(await tryTransition(tables, clock, input)).toEqual({ ok: true, to: 'active' });
    const [, history] = done.find((entry) => Array.isArray(entry) && entry[0] === 'history') as [
      string,
      object,
    ];
    expect(Object.hasOwn(history, 'reason')).toBe(false);
  });

  it('passes the version that it locked to the effects, and refuses a version that has changed', async () => {
    const row = { id: 'access-1', state: 'active', version: 7 } as const;
    const { done, tables, input } = scene({ row, change: { expectedVersion: 7 } });
    await transition(tables, clock, input);
    expect(done[0]).toMatchObject(['state', { version: 7 }]);
    for (const expectedVersion of [0, 6, 8, Number.NaN]) {
      const { code, done: nothing } = await refusal({ row, change: { expectedVersion } });
      expect([code, nothing]).toEqual(['portal.changed_meanwhile', []]);
    }
  });

  it('fails when another transaction changed the object all the same, and its writes are rolled back', async () => {
    const { done, tables, input } = scene({ stays: false });
    await expect(tryTransition(tables, clock, input)).rejects.toMatchObject({
      code: 'portal.changed_meanwhile',
    });
    expect(done).toHaveLength(1);
  });

  it.each<[string, Attempt, string, string | undefined]>([
    ['no such object', { exists: false }, 'general.not_found', undefined],
    [
      'the wrong role',
      { change: { authorization: { roles: ['owner'], secondFactor: true } } },
      'portal.not_allowed',
      undefined,
    ],
    ['the wrong state', { row: { id: 'access-1', state: 'suspended' } }, 'portal.not_now', 'suspended'],
    [
      'no second factor',
      { change: { authorization: { roles: ['operator'], secondFactor: false } } },
      'portal.second_factor_required',
      undefined,
    ],
    ['no reason', { change: { reason: ' ' } }, 'portal.reason_missing', undefined],
    [
      'a missing condition',
      {
        row: { id: 'access-1', state: 'suspended' },
        change: { event: 'resume' },
        facts: { 'habilitation-in-force': false },
      },
      'portal.condition_missing',
      'habilitation-in-force',
    ],
    [
      'an unproven organisation',
      {
        row: { id: 'access-1', state: 'suspended' },
        change: { event: 'resume' },
        facts: { 'organisation-proven': false },
      },
      'account.organisation_unproven',
      'organisation-proven',
    ],
  ])('with %s is refused by its error code, and writes nothing', async (_, input, code, detail) => {
    expect(await refusal(input)).toEqual({ code, detail, done: [] });
  });

  it('runs the effects that come before the state first', async () => {
    const lifecycle = defineLifecycle({
      object: 'door',
      states: { shut: {}, open: {} },
      terminal: [],
      progress: [],
      transitions: [
        { event: 'hang', from: [unborn], to: 'shut', who: ['owner'] },
        { event: 'open', from: ['shut'], to: 'open', who: ['owner'], before: ['knock'], effects: ['ring'] },
      ],
    });
    const { done, tables } = scene();
    const effect = (name: string) => async () => void done.push(name);
    await transition(tables, clock, {
      lifecycle,
      table: {
        lock: async (id) => ({ id, state: 'shut' }),
        setState: async () => Boolean(done.push('state')),
      },
      id: 'd',
      event: 'open',
      actor: 'a',
      authorization: { roles: ['owner'], secondFactor: false },
      prepare: () => ({ facts: {}, effects: { knock: effect('knock'), ring: effect('ring') } }),
    });
    const order = done.map((entry) => (Array.isArray(entry) ? entry[0] : entry));
    expect(order).toEqual(['knock', 'state', 'history', 'audit', 'ring']);
  });

  it('without the implementation of an effect fails, and its database transaction is rolled back', async () => {
    const { tables, input } = scene();
    const prepare = async () => ({
      facts: (await input.prepare({ id: '', state: 'active' })).facts,
      effects: {} as Effects<typeof accessLifecycle, 'suspend' | 'resume'>,
    });
    await expect(transition(tables, clock, { ...input, prepare })).rejects.toThrow(
      'no effect suspend-on-hub',
    );
  });
});

describe('the creation of an object', () => {
  function creation(roles: readonly ['owner'] | readonly ['support-agent'], isNew = true) {
    const { done, tables } = scene();
    const result = create(tables, clock, {
      lifecycle: threadLifecycle,
      event: 'open',
      id: 'thread-1',
      actor: 'person-1',
      authorization: { roles, secondFactor: false },
      insert: async (state, at) => {
        done.push(['insert', state, at]);
        return isNew ? 'created' : undefined;
      },
      effects: { 'mail-team': async () => void done.push('mail-team') },
    });
    return { done, result };
  }
  const entry = { object: 'thread', objectId: 'thread-1', actor: 'person-1', atMs };

  it('inserts it in its first state, with history, audit entry and effects', async () => {
    const { done, result } = creation(['owner']);
    expect(await result).toBe('created');
    expect(done).toEqual([
      ['insert', 'open', atMs],
      ['history', { ...entry, event: 'open', from: '', to: 'open' }],
      ['audit', { ...entry, action: 'thread.open', detail: { from: '', to: 'open' } }],
      'mail-team',
    ]);
  });

  it('records nothing when a concurrent request created the object first', async () => {
    const { done, result } = creation(['owner'], false);
    expect(await result).toBeUndefined();
    expect(done).toEqual([['insert', 'open', atMs]]);
  });

  it('is refused to other roles before the insertion', async () => {
    const { done, result } = creation(['support-agent']);
    await expect(result).rejects.toBeInstanceOf(GaranceError);
    await expect(result).rejects.toMatchObject({ code: 'portal.not_allowed' });
    expect(done).toEqual([]);
  });
});
