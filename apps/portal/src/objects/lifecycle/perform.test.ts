import { createManualClock, GaranceError } from '@garance/core';
import { describe, expect, it } from 'vitest';
import type { PortalTables } from '../portal-store.ts';
import { accessLifecycle } from '../registration/lifecycle.ts';
import { type Performance, perform } from './perform.ts';

const atMs = Date.UTC(2026, 10, 3);

function recorder() {
  const history: object[] = [];
  const tables = {
    history: { append: async (row: object) => history.push(row) },
    audit: { append: async () => {} },
  } as unknown as PortalTables;
  return { tables, history };
}

/** Records, in order, what a transition writes. */
function scene(more: Partial<Performance> = {}) {
  const done: unknown[] = [];
  const note = (what: string) => async (row: unknown) => {
    done.push([what, row]);
  };
  const tables = {
    history: { append: note('history') },
    audit: { append: note('audit') },
  } as unknown as PortalTables;
  const effect = (name: string) => async (given: PortalTables) => {
    done.push([name, given === tables]);
  };
  const wanted: Performance = {
    lifecycle: accessLifecycle,
    objectId: 'access-1',
    event: 'suspend',
    state: 'active',
    standing: { roles: ['operator'], secondFactor: true },
    actor: 'person-1',
    facts: new Set(),
    reason: 'A leak',
    setState: async (given, to) => {
      done.push(['state', given === tables, to]);
      return true;
    },
    effects: { 'mail-partner': effect('mail-partner'), 'suspend-on-hub': effect('suspend-on-hub') },
    ...more,
  };
  return { done, wanted, result: perform(tables, createManualClock(atMs), wanted) };
}

async function refusal(more: Partial<Performance>) {
  const { done, result } = scene(more);
  const error: unknown = await result.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GaranceError)) throw new Error('was not refused');
  return { code: error.code, detail: error.detail, done };
}

describe('a transition', () => {
  it('writes the state, the history, the audit log and every effect of the table, in this order', async () => {
    const { done, result } = scene();
    expect(await result).toBe('suspended');
    expect(done).toEqual([
      ['state', true, 'suspended'],
      [
        'history',
        {
          object: 'access',
          objectId: 'access-1',
          event: 'suspend',
          from: 'active',
          to: 'suspended',
          actor: 'person-1',
          atMs,
          reason: 'A leak',
        },
      ],
      [
        'audit',
        {
          atMs,
          actor: 'person-1',
          action: 'access.suspend',
          object: 'access',
          objectId: 'access-1',
          detail: { from: 'active', to: 'suspended' },
        },
      ],
      ['suspend-on-hub', true],
      ['mail-partner', true],
    ]);
  });

  it('that needs no reason and got none has none in its history', async () => {
    const { reason: _reason, ...wanted } = scene().wanted;
    const resume = {
      ...wanted,
      event: 'resume',
      state: 'suspended',
      facts: new Set(['organisation-proven', 'habilitation-in-force']),
    };
    const { tables, history } = recorder();
    const effects = { 'resume-on-hub': async () => {}, 'mail-partner': async () => {} };
    await perform(tables, createManualClock(atMs), { ...resume, effects });
    expect(history.map((row) => Object.hasOwn(row, 'reason'))).toEqual([false]);
  });

  it('that somebody else overtook writes nothing more', async () => {
    const { code, done } = await refusal({ setState: async () => false });
    expect(code).toBe('portal.changed_meanwhile');
    expect(done).toEqual([]);
  });

  it.each<[string, Partial<Performance>, string, string | undefined]>([
    [
      'the wrong role',
      { standing: { roles: ['owner'], secondFactor: true } },
      'portal.not_allowed',
      undefined,
    ],
    ['the wrong state', { state: 'suspended' }, 'portal.not_now', 'suspended'],
    [
      'no second factor',
      { standing: { roles: ['operator'], secondFactor: false } },
      'portal.second_factor_required',
      undefined,
    ],
    ['no reason', { reason: ' ' }, 'portal.reason_missing', undefined],
    [
      'a missing condition',
      { event: 'resume', state: 'suspended', facts: new Set(['organisation-proven']) },
      'portal.condition_missing',
      'habilitation-in-force',
    ],
    [
      'an unproven organisation',
      { event: 'resume', state: 'suspended', facts: new Set(['habilitation-in-force']) },
      'account.organisation_unproven',
      'organisation-proven',
    ],
  ])('with %s is refused by its name, and writes nothing', async (_, more, code, detail) => {
    expect(await refusal(more)).toEqual({ code, detail, done: [] });
  });

  it('whose effect nobody carries out fails, so that its database transaction takes everything back', async () => {
    const { result } = scene({ effects: {} });
    await expect(result).rejects.toThrow('access.suspend: no effect suspend-on-hub');
  });
});
