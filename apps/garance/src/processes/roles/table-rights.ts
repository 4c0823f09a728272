/**
 * Rights of each process on each table: table × process × verbs. The grants are generated from it; a verb with names in
 * brackets applies to those columns only. `migrate` is not listed, because it owns the tables. Everything else is
 * refused, and a test tries each refusal.
 */
export const processes = ['hub', 'portal', 'worker'] as const;
export type ProcessName = (typeof processes)[number];

type Rights = Readonly<Partial<Record<ProcessName, string>>>;

const readAll: Rights = { hub: 'select', portal: 'select', worker: 'select' };
/** Tables of the partner space only: hubs have no access. */
const ofPortal = (portal: string, worker?: string): Rights => ({
  portal,
  ...(worker !== undefined && { worker }),
});

const keyFacts =
  'select(platform, environment, kid, use, alg, state, created_at_ms, active_from_ms, retired_at_ms) insert';

export const tableRights: Readonly<Record<string, Rights>> = {
  schema_migration: readAll,
  schema_migration_lock: {},
  schema_requirement: readAll,

  // Published by the partner space, read by hubs.
  registration_version: { hub: 'select', portal: 'select insert update', worker: 'select' },
  provider: { hub: 'select', portal: 'select insert update' },
  choice_page: { hub: 'select', portal: 'select insert update' },
  subject_override: { hub: 'select', portal: 'select insert update' },
  // Changed by a publication, and by hubs that create their first keys.
  configuration_revision: {
    hub: 'select update',
    portal: 'select update',
    worker: 'select update',
  },

  // Private keys: created by every process, read by hubs, and by the worker that destroys those whose time has passed.
  hub_key: {
    hub: 'select insert',
    portal: keyFacts,
    worker: 'select insert update(state, sealed_private_jwk)',
  },
  secret: { hub: 'select insert', portal: 'select insert', worker: 'select insert' },

  // Written by hubs besides a login.
  sign_in_event: {
    hub: 'select insert update(reported_at_ms)',
    portal: 'select',
    worker: 'select delete',
  },
  sign_in: {},
  sign_in_later: {},
  sign_in_partition: {},
  login_count: { hub: 'select insert update(count)', worker: 'select delete' },
  trace: { hub: 'insert', portal: 'select', worker: 'select delete' },
  provider_refusal: { hub: 'select insert delete', portal: 'select', worker: 'select delete' },
  outbox_mail: {
    hub: 'select(id) insert',
    portal: 'select(id, expires_at_ms, attempt, leased_until_ms) insert',
    worker: 'select insert update delete',
  },

  // The journal: no process may change what is written.
  audit_log: ofPortal('select insert', 'select insert'),
  audit_head: ofPortal('select update', 'select update'),
  transition_history: ofPortal('select insert', 'select insert'),

  person: ofPortal('select insert update', 'select'),
  portal_session: ofPortal('select insert update delete'),
  terms_acceptance: ofPortal('select insert'),
  sign_in_code: ofPortal('select insert update delete'),
  attempt_window: ofPortal('select insert update delete'),
  browser_errand: ofPortal('select insert update delete'),
  totp: ofPortal('select insert update delete'),
  passkey: ofPortal('select insert update delete'),
  professional_identity: ofPortal('select insert update delete'),
  platform_role: ofPortal('select insert delete', 'select'),
  approval: ofPortal('select insert update delete'),

  organisation: ofPortal('select insert update'),
  membership: ofPortal('select insert update delete', 'select'),
  invitation: ofPortal('select insert update'),
  service: ofPortal('select insert update', 'select'),
  request: ofPortal('select insert update'),
  request_copy: ofPortal('select insert'),
  message_template: ofPortal('select insert update delete'),
  habilitation: ofPortal('select insert update', 'select'),
  attachment: ofPortal('select insert update delete', 'select'),
  attachment_content: ofPortal('select insert'),
  discussion_message: ofPortal('select insert'),
  support_thread: ofPortal('select insert update'),
  incident: ofPortal('select insert update'),

  datapass_delivery: ofPortal('select insert update'),
  datapass_request: ofPortal('select insert update'),
  webhook_endpoint: ofPortal('select insert update', 'select'),
  webhook_call: ofPortal('select insert update', 'select update'),
  webhook_attempt: ofPortal('select insert', 'insert'),

  access: ofPortal('select insert update', 'select'),
  sector_allocation: ofPortal('select insert'),
  registration_draft: ofPortal('select insert update', 'select update(keys_reminded_days)'),
  client_secret: ofPortal('select insert update', 'select update(reminded_days)'),
  test_identity: ofPortal('select insert update(organisation_id) delete'),
  sandbox_client: ofPortal('select insert update delete'),

  qualification: ofPortal('select insert update', 'select update'),
  qualification_item: ofPortal('select insert update', 'select'),
  qualification_report: ofPortal('select insert', 'select'),
  qualification_target: ofPortal('select insert update'),
  qualification_run: ofPortal('select insert update delete', 'select delete'),
  qualification_run_result: ofPortal('select insert update'),
  production: ofPortal('select insert update'),
};

/** Functions that run as the owner of the tables, with the processes that may call them. */
export const functionRights: Readonly<Record<string, readonly ProcessName[]>> = {
  'maintain_sign_ins(bigint, bigint)': ['worker'],
};

export const verbs = ['select', 'insert', 'update', 'delete'] as const;
export type Verb = (typeof verbs)[number];

export interface Right {
  readonly verb: Verb;
  /** Absent: all columns. */
  readonly columns?: readonly string[];
}

/** The rights as a list, parsed from the table. */
export function rightsOf(table: string, process: ProcessName): readonly Right[] {
  const words = tableRights[table]?.[process] ?? '';
  return [...words.matchAll(/(select|insert|update|delete)(?:\(([^)]*)\))?/g)].map(
    ([, verb, columns]): Right => ({
      verb: verb as Verb,
      ...(columns !== undefined && { columns: columns.split(',').map((name) => name.trim()) }),
    }),
  );
}
