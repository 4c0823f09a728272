import { randomUUID } from 'node:crypto';
import type { Clock } from '@garance/core';
import { anyChanged, countChanged } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import type { MembershipRole } from '../../account/tables/accounts.ts';
import { readColumns, writeColumns } from '../../columns.ts';
import { hashOf } from '../../journal/hash-of.ts';
import type { Tables } from '../../schema.ts';

export interface Invitation {
  readonly id: string;
  readonly organisationId: string;
  readonly email: string;
  readonly role: MembershipRole;
  /** Person id, or `system`. */
  readonly invitedBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface NewInvitation {
  /** Secret of the link, at least 128 bits; only its hash is kept. */
  readonly secret: string;
  readonly organisationId: string;
  readonly email: string;
  readonly role: MembershipRole;
  readonly invitedBy: string;
  readonly lifetimeMs: number;
}

export interface Invitations {
  /** Withdraws an open invitation of the same address to the same organisation: only the last link works. */
  create(invitation: NewInvitation): Promise<Invitation>;
  /** The open invitation of this link. */
  findOpen(secret: string): Promise<Invitation | undefined>;
  /** Newest first, open ones only. */
  openOf(organisationId: string): Promise<readonly Invitation[]>;
  /** Redeems the link: of concurrent calls one succeeds (true). */
  accept(id: string, personId: string): Promise<boolean>;
  /** False when it is not this organisation's or no longer open. */
  withdraw(id: string, organisationId: string): Promise<boolean>;
  /**
   * Withdraws open invitations of an organisation, of an inviter, or of both: run when the inviter loses the right to invite.
   * @returns how many
   */
  withdrawAll(
    of:
      | { readonly organisationId: string; readonly invitedBy?: string }
      | { readonly invitedBy: string; readonly organisationId?: string },
  ): Promise<number>;
}

const kind = 'invitation';

/** Table `invitation`. */
export function createInvitations(db: Kysely<Tables>, clock: Clock): Invitations {
  const open = () =>
    db
      .selectFrom('invitation')
      .selectAll()
      .where('accepted_at_ms', 'is', null)
      .where('withdrawn_at_ms', 'is', null)
      .where('expires_at_ms', '>', clock.now());
  return {
    create: (invitation) => insert(db, clock, invitation),
    findOpen: async (secret) => {
      const row = await open().where('secret_hash', '=', hashOf(kind, secret)).executeTakeFirst();
      return row && readRow(row);
    },
    openOf: async (organisationId) => {
      const rows = await open()
        .where('organisation_id', '=', organisationId)
        .orderBy('created_at_ms', 'desc')
        .execute();
      return rows.map(readRow);
    },
    accept: (id, personId) =>
      anyChanged(
        unanswered(db)
          .set({ accepted_at_ms: clock.now(), accepted_by: personId })
          .where('id', '=', id)
          .where('expires_at_ms', '>', clock.now()),
      ),
    withdraw: (id, organisationId) =>
      anyChanged(
        unanswered(db)
          .set({ withdrawn_at_ms: clock.now() })
          .where('id', '=', id)
          .where('organisation_id', '=', organisationId),
      ),
    withdrawAll: async ({ organisationId, invitedBy }) => {
      let update = unanswered(db).set({ withdrawn_at_ms: clock.now() });
      if (organisationId !== undefined) update = update.where('organisation_id', '=', organisationId);
      if (invitedBy !== undefined) update = update.where('invited_by', '=', invitedBy);
      return countChanged(update);
    },
  };
}

/** Open invitations, as the target of an update: neither accepted nor withdrawn. */
const unanswered = (db: Kysely<Tables>) =>
  db.updateTable('invitation').where('accepted_at_ms', 'is', null).where('withdrawn_at_ms', 'is', null);

async function insert(
  db: Kysely<Tables>,
  clock: Clock,
  { secret, lifetimeMs, ...invitation }: Parameters<Invitations['create']>[0],
): Promise<Invitation> {
  const nowMs = clock.now();
  const email = invitation.email.toLowerCase();
  await unanswered(db)
    .set({ withdrawn_at_ms: nowMs })
    .where('organisation_id', '=', invitation.organisationId)
    .where('email', '=', email)
    .execute();
  const row = await db
    .insertInto('invitation')
    .values({
      ...writeColumns(invitation),
      id: randomUUID(),
      secret_hash: hashOf(kind, secret),
      email,
      created_at_ms: nowMs,
      expires_at_ms: nowMs + lifetimeMs,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return readRow(row);
}

function readRow(row: Selectable<Tables['invitation']>): Invitation {
  return readColumns(row, 'accepted_at_ms', 'accepted_by', 'withdrawn_at_ms');
}
