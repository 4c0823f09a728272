import { createHash } from 'node:crypto';
import type { Clock } from '@garance/core';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Vault } from '../vault.ts';
import { countChanged } from './changed-rows.ts';
import type { Mail, Outbox, OutboxMail, StoreLogger } from './contract.ts';
import { backlogColumns, readBacklogRow } from './due-backlog.ts';
import type { SealedColumn } from './reseal.ts';
import type { Tables } from './schema.ts';

const purpose = 'outbox-mail';

export const sealedMails: SealedColumn = {
  table: 'outbox_mail',
  column: 'sealed_mail',
  key: ['id'],
  purpose,
  context: (id = '') => id,
};
/** Identity data is stored for a day at most (identity.md, minimisation). */
const longestLifeMs = 24 * 3600 * 1000;
const sealedSchema = z.object({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() });

interface OutboxDependencies {
  readonly db: Kysely<Tables>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: StoreLogger;
  /** Domain of Message-IDs. */
  readonly mailDomain: string;
}

/** RFC 5322 §3.6.4. The id is hashed, because it may have a meaning and recipients see the Message-ID. @returns `<…@domain>` */
export function messageIdFor(mailId: string, domain: string): string {
  return `<${createHash('sha256').update(`garance/mail/${mailId}`).digest('hex').slice(0, 40)}@${domain}>`;
}

/** Table `outbox_mail`: addresses and texts are encrypted, and deleted once the mail is delivered. */
export function createOutbox({ db, vault, clock, logger, mailDomain }: OutboxDependencies): Outbox {
  const open = (row: ClaimedRow): readonly OutboxMail[] => {
    try {
      const mail = sealedSchema.parse(JSON.parse(vault.open(purpose, row.sealed_mail, row.id)));
      const messageId = messageIdFor(row.id, mailDomain);
      return [
        { id: row.id, ...mail, expiresAtMs: Number(row.expires_at_ms), messageId, attempt: row.attempt },
      ];
    } catch {
      // Stays until it expires: a mail that cannot be read must not hold up the others.
      logger.error({ mail: row.id }, 'a queued mail cannot be opened');
      return [];
    }
  };
  return {
    enqueue: (mail) => insertMail(db, seal(vault, mail), clock.now()),
    claim: async (limit, leaseSeconds) => {
      const rows = await claimRows(db, { nowMs: clock.now(), limit, leaseMs: leaseSeconds * 1000 });
      return rows.flatMap(open);
    },
    sent: async (id) => {
      await db.deleteFrom('outbox_mail').where('id', '=', id).execute();
    },
    failed: async (id, retryAtMs) => {
      await db
        .updateTable('outbox_mail')
        .set({ next_attempt_at_ms: retryAtMs, leased_until_ms: 0 })
        .where('id', '=', id)
        .execute();
    },
    dropExpired: (nowMs) => countChanged(db.deleteFrom('outbox_mail').where('expires_at_ms', '<=', nowMs)),
    backlog: async (nowMs) => {
      const waiting = db.selectFrom('outbox_mail').where('expires_at_ms', '>', nowMs);
      return readBacklogRow(await waiting.select(backlogColumns(nowMs)).executeTakeFirstOrThrow());
    },
  };
}

interface SealedMail {
  readonly id: string;
  readonly sealed: string;
  readonly expiresAtMs: number;
}

function seal(vault: Vault, { id, to, subject, text, html, expiresAtMs }: Mail): SealedMail {
  return { id, sealed: vault.seal(purpose, JSON.stringify({ to, subject, text, html }), id), expiresAtMs };
}

async function insertMail(db: Kysely<Tables>, mail: SealedMail, nowMs: number): Promise<void> {
  await db
    .insertInto('outbox_mail')
    .values({
      id: mail.id,
      sealed_mail: mail.sealed,
      expires_at_ms: Math.min(mail.expiresAtMs, nowMs + longestLifeMs),
      next_attempt_at_ms: nowMs,
      leased_until_ms: 0,
      attempt: 0,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

interface ClaimedRow {
  readonly id: string;
  readonly sealed_mail: string;
  readonly expires_at_ms: string | number;
  readonly attempt: number;
}

/** The longest due first. Rows that another worker is claiming are skipped, and leased ones are left out. */
async function claimRows(
  db: Kysely<Tables>,
  { nowMs, limit, leaseMs }: { readonly nowMs: number; readonly limit: number; readonly leaseMs: number },
): Promise<readonly ClaimedRow[]> {
  // For rows due at the same time, the physical position: usually the order of writing.
  const place = sql<string>`outbox_mail.ctid`;
  const due = db
    .selectFrom('outbox_mail')
    .select(['id', 'next_attempt_at_ms as due_at_ms', place.as('place')])
    .where('next_attempt_at_ms', '<=', nowMs)
    .where('leased_until_ms', '<=', nowMs)
    .where('expires_at_ms', '>', nowMs)
    .orderBy('next_attempt_at_ms')
    .orderBy(place)
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return db
    .with('due', () => due)
    .with('claimed', (own) =>
      own
        .updateTable('outbox_mail')
        .from('due')
        .set({ leased_until_ms: nowMs + leaseMs, attempt: sql<number>`attempt + 1` })
        .whereRef('outbox_mail.id', '=', 'due.id')
        .returning(['outbox_mail.id', 'sealed_mail', 'expires_at_ms', 'attempt', 'due_at_ms', 'place']),
    )
    .selectFrom('claimed')
    .select(['id', 'sealed_mail', 'expires_at_ms', 'attempt'])
    .orderBy('due_at_ms')
    .orderBy('place')
    .execute();
}
