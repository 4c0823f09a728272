import { withPortalTables } from '@garance/portal';
import type { DatabaseConnection } from '@garance/store';

/** Rows written by one statement. */
const batch = 500;
/** 3 November 2026: the clock of the partner space in tests. */
const startMs = Date.UTC(2026, 10, 3, 9, 5);
const minuteMs = 60_000;

export interface SeededFor {
  readonly organisationId: string;
  readonly ownerId: string;
  readonly endpointId: string;
}

type Insert = (
  db: ReturnType<typeof withPortalTables>,
  numbers: readonly number[],
  of: SeededFor,
) => Promise<unknown>;

const at = (number: number): number => startMs - number * minuteMs;
const uuid = (kind: number, number: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
const pick = <T>(from: readonly [T, ...T[]], number: number): T => from[number % from.length] ?? from[0];

const services: Insert = (db, numbers, { organisationId }) =>
  db
    .insertInto('service')
    .values(
      numbers.map((number) => ({
        id: uuid(1, number),
        organisation_id: organisationId,
        name: `Service ${number}`,
        kind: 'public' as const,
        eligibility: '{}',
        search_text: `service ${number} mairie de banc d essai`,
        created_at_ms: at(number),
      })),
    )
    .execute();

/** Every second one waits for a decision, as no real queue does. */
const requests: Insert = (db, numbers, { organisationId, ownerId }) =>
  db
    .insertInto('request')
    .values(
      numbers.map((number) => ({
        id: uuid(2, number),
        service_id: uuid(1, number),
        organisation_id: organisationId,
        platform: 'standard' as const,
        level: 'eidas1' as const,
        state: pick(['submitted', 'validated'], number),
        version: 3,
        answers: JSON.stringify({ project: { name: `Service ${number}` }, data: { scopes: ['openid'] } }),
        step_edits: '{}',
        title: `Service ${number}`,
        search_text: `service ${number} mairie de banc d essai`,
        owner_id: ownerId,
        assigned_to: null,
        common_identifier: false,
        created_at_ms: at(number),
        updated_at_ms: at(number),
        ordered_at_ms: at(number),
        submitted_at_ms: at(number),
        clock_used_days: 0,
        due_on: '2026-11-10',
      })),
    )
    .execute();

/** Not chained: the list does not look at the chain, and verifying it is another matter. */
const auditEntries: Insert = (db, numbers, { ownerId }) =>
  db
    .insertInto('audit_log')
    .values(
      numbers.map((number) => ({
        sequence: number + 1,
        at_ms: at(number),
        actor: ownerId,
        action: pick(['request.submit', 'request.approve', 'secret.create'], number),
        object: 'request',
        object_id: uuid(2, number),
        detail: '{}',
        hash: '0'.repeat(64),
      })),
    )
    .execute();

const threads: Insert = (db, numbers, { organisationId, ownerId }) =>
  db
    .insertInto('support_thread')
    .values(
      numbers.map((number) => ({
        id: uuid(3, number),
        organisation_id: organisationId,
        service_id: uuid(1, number),
        opened_by: ownerId,
        subject: `Question ${number}`,
        state: pick(['open', 'answered', 'closed'], number),
        version: 1,
        search_text: `question ${number}`,
        created_at_ms: at(number),
        waiting_since_ms: at(number),
        first_answer_at_ms: null,
      })),
    )
    .execute();

const deliveries: Insert = (db, numbers) =>
  db
    .insertInto('datapass_delivery')
    .values(
      numbers.map((number) => ({
        body_hash: String(number).padStart(64, '0'),
        remote_id: String(number),
        event: 'submit',
        fired_at: Math.floor(at(number) / 1000),
        first_received_at_ms: at(number),
        last_received_at_ms: at(number),
        times_received: 1,
        state: pick(['applied', 'older'], number),
        error: null,
        sealed_body: 'x'.repeat(2000),
        answer_status: 200,
        answer: '{}',
      })),
    )
    .execute();

const calls: Insert = (db, numbers, { endpointId }) =>
  db
    .insertInto('webhook_call')
    .values(
      numbers.map((number) => ({
        id: uuid(4, number),
        endpoint_id: endpointId,
        event: 'submit',
        object_id: uuid(2, number),
        sealed_payload: 'x'.repeat(2000),
        state: pick(['delivered', 'failed'], number),
        attempt: 1,
        created_at_ms: at(number),
        next_attempt_at_ms: at(number),
        leased_until_ms: 0,
        ended_at_ms: at(number),
      })),
    )
    .execute();

const qualifications: Insert = (db, numbers, { organisationId }) =>
  db
    .insertInto('qualification')
    .values(
      numbers.map((number) => ({
        id: uuid(5, number),
        service_id: uuid(1, number),
        organisation_id: organisationId,
        platform: 'standard' as const,
        state: pick(['submitted', 'qualified'], number),
        version: 1,
        search_text: `service ${number}`,
        created_at_ms: at(number),
        updated_at_ms: at(number),
        ordered_at_ms: at(number),
        submitted_at_ms: at(number),
        clock_used_days: 0,
        due_on: '2026-11-10',
      })),
    )
    .execute();

const registrations: Insert = (db, numbers, { organisationId }) =>
  db
    .insertInto('registration_version')
    .values(
      numbers.map((number) => ({
        id: uuid(6, number),
        version: 1,
        platform: 'standard' as const,
        environment: 'integration' as const,
        client_id: `client-${String(number).padStart(6, '0')}`,
        status: 'active' as const,
        state: 'published' as const,
        document: JSON.stringify({
          displayName: `Service ${number}`,
          serviceId: uuid(1, number),
          organisationId,
          redirectUris: ['https://service.example/retour'],
        }),
        published_at_ms: at(number),
      })),
    )
    .execute();

/** Fills every long table with so many rows, then lets the database count them. */
export async function seed(
  { db }: Pick<DatabaseConnection, 'db'>,
  count: number,
  of: SeededFor,
): Promise<void> {
  const all = [services, requests, auditEntries, threads, deliveries, calls, qualifications, registrations];
  for (let begin = 0; begin < count; begin += batch) {
    const numbers = Array.from({ length: Math.min(batch, count - begin) }, (_, index) => begin + index);
    for (const insert of all) await insert(withPortalTables(db), numbers, of);
  }
}
