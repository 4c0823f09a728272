import { createHmac, timingSafeEqual } from 'node:crypto';
import { anyChanged, type SealedColumn, type Vault } from '@garance/store';
import { type Kysely, sql } from 'kysely';
import { hashOf } from '../../journal/hash-of.ts';
import type { Tables } from '../../schema.ts';

export interface NewSignInCode {
  /** Value of the cookie of the requesting browser: the code is valid in this browser only. */
  readonly browserSecret: string;
  readonly email: string;
  readonly code: string;
  readonly tries: number;
  readonly expiresAtMs: number;
}

export type CodeTry =
  /** The code is used up. */
  | { readonly kind: 'right'; readonly email: string }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** No code was requested in this browser, or it expired, or too many attempts were made. */
  | { readonly kind: 'none' };

export interface SignInCodes {
  /** Replaces the former code of this browser. */
  put(code: NewSignInCode): Promise<void>;
  /** Address that this browser's open code was sent to. */
  findEmail(browserSecret: string, nowMs: number): Promise<string | undefined>;
  /**
   * Counts the attempt before comparing the code: concurrent attempts cannot exceed the limit, and only one succeeds.
   */
  try(attempt: {
    readonly browserSecret: string;
    readonly code: string;
    readonly nowMs: number;
  }): Promise<CodeTry>;
  removeExpired(nowMs: number): Promise<void>;
}

const kind = 'sign-in-code';

/**
 * A plain hash of six digits is reversed by trying a million codes. The key is the browser's secret, which is not in
 * the database (security.md 19); it also makes the code of one browser invalid in another.
 */
function keyedHash(browserSecret: string, email: string, code: string): string {
  return createHmac('sha256', browserSecret).update(`garance ${kind}\0${email}\0${code}`).digest('hex');
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

export const sealedSignInCodes: SealedColumn = {
  table: 'sign_in_code',
  column: 'sealed_email',
  key: ['browser_hash'],
  purpose: kind,
  context: (browserHash = '') => browserHash,
};

/** Table `sign_in_code`: one open code per browser. */
export function createSignInCodes(db: Kysely<Tables>, vault: Vault): SignInCodes {
  return {
    put: async ({ browserSecret, email, code, tries, expiresAtMs }) => {
      const browserHash = hashOf(kind, browserSecret);
      const values = {
        sealed_email: vault.seal(kind, email, browserHash),
        code_hash: keyedHash(browserSecret, email, code),
        tries_left: tries,
        expires_at_ms: expiresAtMs,
      };
      await db
        .insertInto('sign_in_code')
        .values({ browser_hash: browserHash, ...values })
        .onConflict((conflict) => conflict.column('browser_hash').doUpdateSet(values))
        .execute();
    },
    findEmail: async (browserSecret, nowMs) => {
      const browserHash = hashOf(kind, browserSecret);
      const row = await db
        .selectFrom('sign_in_code')
        .select('sealed_email')
        .where('browser_hash', '=', browserHash)
        .where('expires_at_ms', '>', nowMs)
        .where('tries_left', '>', 0)
        .executeTakeFirst();
      return row && vault.open(kind, row.sealed_email, browserHash);
    },
    try: async ({ browserSecret, code, nowMs }) => {
      const browserHash = hashOf(kind, browserSecret);
      const row = await db
        .updateTable('sign_in_code')
        .set({ tries_left: sql<number>`tries_left - 1` })
        .where('browser_hash', '=', browserHash)
        .where('expires_at_ms', '>', nowMs)
        .where('tries_left', '>', 0)
        .returning(['sealed_email', 'code_hash', 'tries_left'])
        .executeTakeFirst();
      if (row === undefined) return { kind: 'none' };
      const email = vault.open(kind, row.sealed_email, browserHash);
      if (!equal(keyedHash(browserSecret, email, code), row.code_hash)) {
        return { kind: 'wrong', triesLeft: row.tries_left };
      }
      const take = db
        .deleteFrom('sign_in_code')
        .where('browser_hash', '=', browserHash)
        .where('code_hash', '=', row.code_hash);
      return (await anyChanged(take)) ? { kind: 'right', email } : { kind: 'none' };
    },
    removeExpired: async (nowMs) => {
      await db.deleteFrom('sign_in_code').where('expires_at_ms', '<=', nowMs).execute();
    },
  };
}
