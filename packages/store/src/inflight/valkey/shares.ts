import type { Clock } from '@garance/core';
import type { StoreShare } from '../contract.ts';
import { hashId } from '../hash-id.ts';
import type { InflightKind } from '../kinds.ts';
import type { ShareLimits } from '../share-ledger.ts';
import type { ValkeyConnection } from './connection.ts';
import { scripts } from './scripts.ts';

/** Entries that end within one slot are counted together: one that has ended may count for so much longer. */
const slotMs = 30_000;

export interface Reservation {
  /** What `release` takes back; kept with the entry. '' when there is nothing. */
  readonly owners: string;
  /** Whether every share had room; where one had none, the others no longer count it. */
  readonly done: Promise<boolean>;
}

/** Ledger key, slot and length of each owner of an entry. */
type Owned = readonly (readonly [ledger: string, slot: number, length: number])[];

export type Shares = ReturnType<typeof createShares>;

/** Counts who holds how much of each kind, in one ledger for each owner and kind, each in a hash slot of its own. */
export function createShares(connection: ValkeyConnection, clock: Clock, limits: ShareLimits) {
  const release = async (owners: string): Promise<void> => {
    await Promise.all(
      read(owners).map(([ledger, slot, length]) =>
        connection.run({ script: scripts.release, keys: [ledger], args: [slot, length] }),
      ),
    );
  };
  return {
    /** @param always counts even where the share, or the server's memory, is used up */
    reserve(
      kind: InflightKind,
      shares: readonly StoreShare[],
      entry: { readonly length: number; readonly ttlMs: number; readonly always?: boolean },
    ): Reservation {
      if (shares.length === 0) return { owners: '', done: Promise.resolve(true) };
      const { length, ttlMs, always = false } = entry;
      const nowMs = clock.now();
      const slot = Math.ceil((nowMs + ttlMs) / slotMs);
      const owned: Owned = shares.map(({ owner }) => [ledgerKey(kind, owner), slot, length]);
      const fitted = Promise.all(
        shares.map(({ owner, fraction }) => {
          const most = always ? [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] : mostOf(limits, fraction);
          const args = [Math.floor(nowMs / slotMs), slot, length, ...most, ttlMs + slotMs];
          const script = always ? scripts.count : scripts.reserve;
          return connection.run({ script, keys: [ledgerKey(kind, owner)], args });
        }),
      );
      const done = fitted.then(async (all) => {
        const counted = owned.filter((_, index) => all[index] === 1);
        if (counted.length === owned.length) return true;
        await release(JSON.stringify(counted));
        return false;
      });
      return { owners: JSON.stringify(owned), done };
    },
    release,
    /** Without waiting: what is not taken back ends with its slot. */
    releaseLater(owners: string): void {
      if (owners !== '') release(owners).catch(() => {});
    },
  };
}

function mostOf({ maxEntries, maxCharacters }: ShareLimits, fraction: number): readonly number[] {
  return [maxEntries * fraction, maxCharacters * fraction];
}

/** Owners are addresses of people, among others: never in clear. */
function ledgerKey(kind: InflightKind, owner: string): string {
  return `share:{${hashId('hit', 'share', kind, owner)}}`;
}

function read(owners: string): Owned {
  return owners === '' ? [] : JSON.parse(owners);
}
