import type { Clock } from '@garance/core';
import type { StoreShare } from '../contract.ts';
import { hashId } from '../hash-id.ts';
import type { InflightKind } from '../kinds.ts';
import type { ShareLimits } from '../share-ledger.ts';
import type { ValkeyConnection } from './connection.ts';
import { scripts } from './scripts.ts';

/** Entries that expire within one slot are counted together, so an expired entry may count this much longer. */
const slotMs = 30_000;

export interface Reservation {
  /** Argument of `release`; stored with the entry. '' when there is nothing. */
  readonly owners: string;
  /** Whether every share had space; if one had none, the others no longer count the entry. */
  readonly done: Promise<boolean>;
}

/** Ledger key, slot and length of each owner of an entry. */
type Owned = readonly (readonly [ledger: string, slot: number, length: number])[];

export type Shares = ReturnType<typeof createShares>;

/** Counts the usage of each owner and kind, in one ledger for each, each in a hash slot of its own. */
export function createShares(connection: ValkeyConnection, clock: Clock, limits: ShareLimits) {
  const release = async (owners: string): Promise<void> => {
    await Promise.all(
      read(owners).map(([ledger, slot, length]) =>
        connection.run({ script: scripts.release, keys: [ledger], args: [slot, length] }),
      ),
    );
  };
  return {
    /** @param always counts the entry even when the share, or the server's memory, is used up */
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
    /** Does not wait: a count that is not released expires with its slot. */
    releaseLater(owners: string): void {
      if (owners !== '') release(owners).catch(() => {});
    },
  };
}

function mostOf({ maxEntries, maxCharacters }: ShareLimits, fraction: number): readonly number[] {
  return [maxEntries * fraction, maxCharacters * fraction];
}

/** Owners are people's addresses, among others, so the key contains a hash of them. */
function ledgerKey(kind: InflightKind, owner: string): string {
  return `share:{${hashId('hit', 'share', kind, owner)}}`;
}

function read(owners: string): Owned {
  return owners === '' ? [] : JSON.parse(owners);
}
