import { type HubId, type Registration, registrationSchema } from '@garance/core';
import { anyChanged, type StoreLogger } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { readColumns } from '../../columns.ts';
import { createRowReader } from '../../lifecycle/row-reader.ts';
import { type CountedStateTable, createStateTable } from '../../lifecycle/state-table.ts';
import type { Tables } from '../../schema.ts';
import { type RegistrationState, registrationLifecycle } from '../lifecycle.ts';

/** Form values as typed, by field; kept also when invalid. */
export type RegistrationFormValues = Readonly<Record<string, string | readonly string[]>>;

/** Result of one live check of one field. */
export interface WorldCheck {
  readonly field: string;
  /** Key of the explanation shown. */
  readonly code: string;
  readonly outcome: 'passed' | 'warning' | 'failed';
  /** A fixed word, a count or the partner's own public address; never a key. */
  readonly detail?: string;
}

/** One version of a registration in the partner space. */
export interface RegistrationDraft {
  readonly id: string;
  /** The access (and so the registration) it is a version of. */
  readonly accessId: string;
  /** 1, 2, 3… per access. */
  readonly number: number;
  readonly state: RegistrationState;
  /** Grows with every save, for concurrent edits. */
  readonly version: number;
  readonly form: RegistrationFormValues;
  readonly checks: readonly WorldCheck[];
  readonly checkedAtMs?: number;
  /** When the first of its keys ends, where a certificate says so. */
  readonly keysEndAtMs?: number;
  readonly keysRemindedDays?: number;
  /** Version number on the hub, once published. */
  readonly publishedVersion?: number;
  readonly publishedAtMs?: number;
  readonly updatedBy: string;
  readonly updatedAtMs: number;
}

export interface RegistrationDraftTable extends CountedStateTable<RegistrationState, RegistrationDraft> {
  findNumber(accessId: string, number: number): Promise<RegistrationDraft | undefined>;
  /** The draft that is being edited, if any. */
  draftOf(accessId: string): Promise<RegistrationDraft | undefined>;
  publishedOf(accessId: string): Promise<RegistrationDraft | undefined>;
  /** The version published on the hub. */
  current(serviceId: string, hub: HubId): Promise<Registration | undefined>;
  /** Newest first; `before` a number. */
  list(
    accessId: string,
    page: { readonly before?: number; readonly limit: number },
  ): Promise<readonly RegistrationDraft[]>;
  /** Takes the next number. @returns false when another draft was created meanwhile */
  create(draft: {
    readonly id: string;
    readonly accessId: string;
    readonly state: RegistrationState;
    readonly form: RegistrationFormValues;
    readonly by: string;
    readonly atMs: number;
  }): Promise<boolean>;
  /** Updates a draft and clears its live checks, which belong to the former values. False when the version is not the expected one. */
  save(change: {
    readonly id: string;
    readonly expectedVersion: number;
    readonly form: RegistrationFormValues;
    readonly by: string;
    readonly atMs: number;
  }): Promise<boolean>;
  /** Stores the results of live checks, unless the form has changed since. */
  saveChecks(change: {
    readonly id: string;
    readonly expectedVersion: number;
    readonly checks: readonly WorldCheck[];
    readonly keysEndAtMs?: number;
    readonly atMs: number;
  }): Promise<boolean>;
  notePublished(id: string, publishedVersion: number, atMs: number): Promise<void>;
  /** Published versions whose keys end before `beforeMs`, soonest first. */
  withKeysEnding(beforeMs: number, limit: number): Promise<readonly RegistrationDraft[]>;
  noteKeysReminded(id: string, days: number): Promise<void>;
}

const formSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const checksSchema = z.array(
  z.object({
    field: z.string(),
    code: z.string(),
    outcome: z.enum(['passed', 'warning', 'failed']),
    detail: z.string().optional(),
  }),
);

/** Table `registration_draft`. */
export function createRegistrationDraftTable(
  db: Kysely<Tables>,
  logger: StoreLogger,
): RegistrationDraftTable {
  const all = () => db.selectFrom('registration_draft').selectAll();
  const read = createRowReader(registrationLifecycle, logger, readRow);
  const inState = async (accessId: string, state: RegistrationState) =>
    read.single(await all().where('access_id', '=', accessId).where('state', '=', state).executeTakeFirst());
  return {
    ...createStateTable({ db, table: 'registration_draft', read, alsoSet: () => ({}) }),
    findNumber: async (accessId, number) =>
      read.single(
        await all().where('access_id', '=', accessId).where('number', '=', number).executeTakeFirst(),
      ),
    draftOf: (accessId) => inState(accessId, 'draft'),
    publishedOf: (accessId) => inState(accessId, 'published'),
    current: (serviceId, hub) => findCurrent(db, serviceId, hub),
    list: async (accessId, { before, limit }) => {
      let query = all().where('access_id', '=', accessId).orderBy('number', 'desc').limit(limit);
      if (before !== undefined) query = query.where('number', '<', before);
      return read.all(await query.execute());
    },
    create: (draft) => insertDraft(db, draft),
    save: (input) => save(db, input),
    saveChecks: (input) => saveChecks(db, input),
    notePublished: async (id, publishedVersion, atMs) => {
      await db
        .updateTable('registration_draft')
        .set({ published_version: publishedVersion, published_at_ms: atMs })
        .where('id', '=', id)
        .execute();
    },
    withKeysEnding: async (beforeMs, limit) => {
      const rows = await all()
        .where('state', '=', 'published')
        .where('keys_end_at_ms', 'is not', null)
        .where('keys_end_at_ms', '<', beforeMs)
        .orderBy('keys_end_at_ms')
        .limit(limit)
        .execute();
      return read.all(rows);
    },
    noteKeysReminded: async (id, days) => {
      await db
        .updateTable('registration_draft')
        .set({ keys_reminded_days: days })
        .where('id', '=', id)
        .execute();
    },
  };
}

async function saveChecks(
  db: Kysely<Tables>,
  { id, expectedVersion, checks, keysEndAtMs, atMs }: Parameters<RegistrationDraftTable['saveChecks']>[0],
): ReturnType<RegistrationDraftTable['saveChecks']> {
  return anyChanged(
    db
      .updateTable('registration_draft')
      .set({
        checks: JSON.stringify(checks),
        checked_at_ms: atMs,
        keys_end_at_ms: keysEndAtMs ?? null,
        keys_reminded_days: null,
      })
      .where('id', '=', id)
      .where('version', '=', expectedVersion),
  );
}

async function save(
  db: Kysely<Tables>,
  { id, expectedVersion, form, by, atMs }: Parameters<RegistrationDraftTable['save']>[0],
): ReturnType<RegistrationDraftTable['save']> {
  return anyChanged(
    db
      .updateTable('registration_draft')
      .set({
        form: JSON.stringify(form),
        checks: '[]',
        checked_at_ms: null,
        version: expectedVersion + 1,
        updated_by: by,
        updated_at_ms: atMs,
      })
      .where('id', '=', id)
      .where('version', '=', expectedVersion)
      .where('state', '=', 'draft'),
  );
}

async function insertDraft(
  db: Kysely<Tables>,
  { id, accessId, state, form, by, atMs }: Parameters<RegistrationDraftTable['create']>[0],
): Promise<boolean> {
  const last = await db
    .selectFrom('registration_draft')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('access_id', '=', accessId)
    .executeTakeFirst();
  return anyChanged(
    db
      .insertInto('registration_draft')
      .values({
        id,
        access_id: accessId,
        number: (last?.number ?? 0) + 1,
        state,
        version: 1,
        form: JSON.stringify(form),
        checks: '[]',
        updated_by: by,
        updated_at_ms: atMs,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );
}

async function findCurrent(
  db: Kysely<Tables>,
  serviceId: string,
  { platform, environment }: HubId,
): Promise<Registration | undefined> {
  const row = await db
    .selectFrom('registration_version')
    .innerJoin('access', 'access.id', 'registration_version.id')
    .select(['registration_version.document', 'registration_version.version', 'registration_version.status'])
    .where('access.service_id', '=', serviceId)
    .where('access.platform', '=', platform)
    .where('access.environment', '=', environment)
    .where('registration_version.state', '=', 'published')
    .executeTakeFirst();
  const parsed = registrationSchema.safeParse(row?.document);
  return row === undefined || !parsed.success
    ? undefined
    : { ...parsed.data, version: row.version, status: row.status };
}

type Row = Selectable<Tables['registration_draft']>;

function readRow(row: Row): RegistrationDraft {
  return {
    ...readColumns(row),
    form: formSchema.parse(row.form),
    checks: checksSchema.parse(row.checks).map(({ detail, ...check }) => ({
      ...check,
      ...(detail !== undefined && { detail }),
    })),
  };
}
