import type { SealedColumn, Vault } from '@garance/store';
import type { Kysely } from 'kysely';
import { hashOf } from '../../journal/hash-of.ts';
import type { Tables } from '../../schema.ts';

export interface BrowserErrand {
  /** Value of the browser's cookie: binds the row to this browser. */
  readonly browserSecret: string;
  /** Purpose; one row per browser and purpose. */
  readonly purpose: string;
}

export interface BrowserErrands {
  /** Replaces the errand of the same purpose. */
  put(errand: BrowserErrand & { readonly value: string; readonly expiresAtMs: number }): Promise<void>;
  peek(errand: BrowserErrand, nowMs: number): Promise<string | undefined>;
  /** Deletes the row and returns its value: of concurrent calls one gets it. */
  take(errand: BrowserErrand, nowMs: number): Promise<string | undefined>;
  removeExpired(nowMs: number): Promise<void>;
}

const kind = 'browser-errand';

const context = (browserHash = '', purpose = '') => `${browserHash}|${purpose}`;

export const sealedErrands: SealedColumn = {
  table: 'browser_errand',
  column: 'sealed_value',
  key: ['browser_hash', 'purpose'],
  purpose: kind,
  context,
};

/** Table `browser_errand`: one-time state bound to a browser, such as a challenge or a sign-in begun at another provider. Encrypted. */
export function createBrowserErrands(db: Kysely<Tables>, vault: Vault): BrowserErrands {
  return {
    put: async ({ browserSecret, purpose, value, expiresAtMs }) => {
      const browserHash = hashOf(kind, browserSecret);
      const values = {
        sealed_value: vault.seal(kind, value, context(browserHash, purpose)),
        expires_at_ms: expiresAtMs,
      };
      await db
        .insertInto('browser_errand')
        .values({ browser_hash: browserHash, purpose, ...values })
        .onConflict((conflict) => conflict.columns(['browser_hash', 'purpose']).doUpdateSet(values))
        .execute();
    },
    peek: async ({ browserSecret, purpose }, nowMs) => {
      const browserHash = hashOf(kind, browserSecret);
      const row = await db
        .selectFrom('browser_errand')
        .select('sealed_value')
        .where('browser_hash', '=', browserHash)
        .where('purpose', '=', purpose)
        .where('expires_at_ms', '>', nowMs)
        .executeTakeFirst();
      return row && vault.open(kind, row.sealed_value, context(browserHash, purpose));
    },
    take: async ({ browserSecret, purpose }, nowMs) => {
      const browserHash = hashOf(kind, browserSecret);
      const row = await db
        .deleteFrom('browser_errand')
        .where('browser_hash', '=', browserHash)
        .where('purpose', '=', purpose)
        .returning(['sealed_value', 'expires_at_ms'])
        .executeTakeFirst();
      if (row === undefined || Number(row.expires_at_ms) <= nowMs) return undefined;
      return vault.open(kind, row.sealed_value, context(browserHash, purpose));
    },
    removeExpired: async (nowMs) => {
      await db.deleteFrom('browser_errand').where('expires_at_ms', '<=', nowMs).execute();
    },
  };
}
