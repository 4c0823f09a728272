import type { ErrorDefinition } from './definition.ts';

const laterFr = 'Le service de connexion est momentanément indisponible. Réessayez dans quelques minutes.';
const laterEn = 'The sign-in service is unavailable for a moment. Try again in a few minutes.';
const citizen = { fr: laterFr, en: laterEn };

/** Errors of the stores. Each is for the operator to repair; a citizen causes none of them. */
export const storeErrors = {
  'store.inflight_full': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: true,
    citizen: {
      fr: 'Trop de connexions sont en cours. Patientez une minute, puis réessayez depuis le service.',
      en: 'Too many sign-ins are under way. Wait a minute, then try again from the service.',
    },
    operator:
      'The in-flight store is full; logins under way go on, new ones are refused. Raise its bound or use Valkey.',
    clause: 'security.md 20',
  },
  'store.share_used_up': {
    oauth: 'temporarily_unavailable',
    status: 429,
    redirect: false,
    citizen: {
      fr: 'Trop de connexions ont été commencées depuis votre réseau sans être terminées. Patientez quelques minutes, puis réessayez depuis le service.',
      en: 'Too many sign-ins were started from your network and not finished. Wait a few minutes, then try again from the service.',
    },
    operator:
      'This address, its network or this client holds its whole share of the in-flight store; all others go on. See inflightSharePerAddress and the next ones in the settings.',
    clause: 'security.md 25',
  },
  'store.unavailable': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: true,
    citizen,
    operator: 'A store does not answer, is closing, or its queue of writes is full.',
    clause: 'security.md Faults 2',
  },
  'store.not_found': {
    oauth: 'not_found',
    status: 404,
    redirect: false,
    citizen,
    operator: 'The record to change does not exist.',
    clause: 'RFC 9110 15.5.5',
  },
  'store.conflict': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen,
    operator: 'The record belongs to another hub, or its client_id is already taken on this hub.',
    clause: 'mission.md 6',
  },
  'store.unreadable': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator: 'A sealed value does not open: altered, moved, or sealed under another master key.',
    clause: 'security.md 19',
  },
  'store.wrong_master_key': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator: 'The master key is not the one this database was created with.',
    clause: 'security.md 19',
  },
  'store.master_key_invalid': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator:
      'The master key is missing, is not 32 bytes in base64, or its file can be read by others than its owner (chmod 600).',
    clause: 'security.md 19',
  },
  'store.directory_in_use': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator: 'Another process works on this data directory: stop it, or give this one another directory.',
    clause: 'architecture.md Decisions 6',
  },
  'store.directory_foreign': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator: 'The data directory holds files that are not a database: give an empty or a new one.',
    clause: 'architecture.md Decisions 6',
  },
  'store.schema_unknown': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator:
      'The tables of the database are those of another version: run garance migrate of this version, or start the version that the database was migrated to.',
    clause: 'architecture.md Decisions 6',
  },
  'store.url_not_supported': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator: 'The database address must begin with pglite: or postgres://.',
    clause: 'architecture.md Decisions 6',
  },
} as const satisfies Record<string, ErrorDefinition>;
