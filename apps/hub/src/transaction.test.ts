import { fc, test } from '@fast-check/vitest';
import { createManualClock } from '@garance/core';
import { createMemoryInflightStore, createVault } from '@garance/store';
import { describe, expect, it } from 'vitest';
import { advance } from './interaction.ts';
import { startMs } from './testing/fixed-keys.ts';
import {
  baseOf,
  nextState,
  openTransaction,
  sealTransaction,
  type Transaction,
  type TransactionEvent,
  type TransactionState,
} from './transaction.ts';

const states: readonly TransactionState[] = ['choosing', 'at-provider', 'identified', 'failed', 'ended'];
const events: readonly TransactionEvent[] = [
  'provider-chosen',
  'provider-refused',
  'identified',
  'failed',
  'another-account',
  'ended',
];

/** The diagram, written a second time. */
const diagram: readonly (readonly [TransactionState, TransactionEvent, TransactionState])[] = [
  ['choosing', 'provider-chosen', 'at-provider'],
  ['choosing', 'provider-refused', 'choosing'],
  ['choosing', 'identified', 'identified'],
  ['choosing', 'failed', 'failed'],
  ['choosing', 'ended', 'ended'],
  ['at-provider', 'provider-chosen', 'at-provider'],
  ['at-provider', 'provider-refused', 'choosing'],
  ['at-provider', 'identified', 'identified'],
  ['at-provider', 'failed', 'failed'],
  ['at-provider', 'ended', 'ended'],
  ['identified', 'ended', 'ended'],
  ['failed', 'another-account', 'choosing'],
  ['failed', 'ended', 'ended'],
  ['ended', 'ended', 'ended'],
];

const base: Transaction = {
  state: 'choosing',
  request: {
    clientId: 'client',
    reference: 'reference',
    redirectUri: 'https://service.example/callback',
    responseMode: 'query',
    scopes: ['openid'],
    level: 'eidas1',
    prompt: [],
    amr: false,
    uiLocales: [],
  },
  browserHash: 'hash',
  startedAtMs: startMs,
};

function inState(state: TransactionState): Transaction {
  const shared = baseOf(base);
  switch (state) {
    case 'choosing':
      return base;
    case 'at-provider':
      return {
        ...shared,
        state,
        upstreamStateHash: 'hash',
        sent: { providerId: 'alpha', url: 'https://alpha.example/', atMs: startMs },
      };
    case 'failed':
      return { ...shared, state, error: 'register.several' };
    case 'ended':
      return {
        ...shared,
        state,
        ending: { response: { kind: 'redirect', url: base.request.redirectUri }, atMs: startMs },
      };
    case 'identified':
      return { ...shared, state, person: {} as Extract<Transaction, { state: 'identified' }>['person'] };
  }
}

describe('the transition table', () => {
  it('equals the diagram', () => {
    const found = states.flatMap((state) =>
      events.flatMap((event) => {
        const next = nextState(state, event);
        return next === undefined ? [] : [[state, event, next] as const];
      }),
    );
    expect(found).toEqual(diagram);
  });

  const moves = fc.array(
    fc.record({
      event: fc.constantFrom(...events),
      to: fc.constantFrom(...states),
      stale: fc.boolean(),
    }),
    { maxLength: 12 },
  );

  test.prop([moves], { numRuns: 300 })(
    'is the only way to change a state, for any sequence of events',
    async (attempts) => {
      const clock = createManualClock(startMs);
      const deps = {
        inflight: createMemoryInflightStore({ clock }),
        vault: createVault(new Uint8Array(32)),
      };
      const id = 'a'.repeat(43);
      await deps.inflight.createTransaction(id, {
        value: sealTransaction(deps.vault, id, base),
        ttlSeconds: 600,
      });
      let version = 1;
      let current = base as Transaction;
      for (const { event, to, stale } of attempts) {
        const loaded = { id, version: stale ? version - 1 : version, transaction: current };
        const moved = await advance(deps, loaded, { event, next: inState(to) });
        const allowed = diagram.some(
          ([from, by, next]) => from === current.state && by === event && next === to,
        );
        expect(moved).toBe(allowed && !stale);
        if (moved) {
          version += 1;
          current = inState(to);
        }
        const stored = await deps.inflight.getTransaction(id);
        expect(stored?.version).toBe(version);
        expect(openTransaction(deps.vault, id, stored?.value ?? '').state).toBe(current.state);
      }
    },
  );
});

describe('a transaction in the store', () => {
  const vault = createVault(new Uint8Array(32));

  it('is sealed as a whole', () => {
    expect(sealTransaction(vault, 'id', base)).not.toMatch(/service\.example|client/);
    expect(openTransaction(vault, 'id', sealTransaction(vault, 'id', base))).toEqual(base);
  });

  it('does not open when altered, as another kind, as another login, or under another key', () => {
    const sealed = sealTransaction(vault, 'id', base);
    const flipped = `${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'B' : 'A'}`;
    expect(() => openTransaction(vault, 'id', flipped)).toThrow();
    expect(() => openTransaction(vault, 'id', vault.seal('grant', JSON.stringify(base), 'id'))).toThrow();
    expect(() => openTransaction(vault, 'other', sealed)).toThrow();
    expect(() => openTransaction(createVault(new Uint8Array(32).fill(1)), 'id', sealed)).toThrow();
  });
});
