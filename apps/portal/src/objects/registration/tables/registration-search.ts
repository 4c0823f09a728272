import type { HubId } from '@garance/core';
import { type Kysely, sql } from 'kysely';
import { searchable } from '../../journal/search-text.ts';
import type { Tables } from '../../schema.ts';

/** A published registration as a list shows it. */
export interface RegistrationSummary {
  readonly id: string;
  readonly hub: HubId;
  readonly version: number;
  readonly clientId: string;
  readonly status: 'active' | 'suspended';
  readonly displayName: string;
  readonly serviceId: string;
  readonly organisationId: string;
  /** Created without a habilitation, for tests; `organisationId` may be a person's id. */
  readonly isSandbox: boolean;
}

export interface RegistrationSearch {
  find(id: string): Promise<RegistrationSummary | undefined>;
  /**
   * Registrations of one hub, by client id. `text` is a client id, or words that begin words of the name. `after` is
   * the last client id of the previous page.
   */
  list(query: {
    readonly hub: HubId;
    readonly text?: string;
    readonly status?: RegistrationSummary['status'];
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly RegistrationSummary[]>;
}

/** Published rows of `registration_version`, for operators. */
export function createRegistrationSearch(db: Kysely<Tables>): RegistrationSearch {
  const published = () =>
    db
      .selectFrom('registration_version')
      .select(['id', 'platform', 'environment', 'version', 'client_id', 'status'])
      .select([
        sql<string | null>`document ->> 'displayName'`.as('display_name'),
        sql<string | null>`document ->> 'serviceId'`.as('service_id'),
        sql<string | null>`document ->> 'organisationId'`.as('organisation_id'),
        sql<string | null>`document ->> 'kind'`.as('kind'),
      ])
      .where('state', '=', 'published');
  return {
    find: async (id) => {
      const row = await published().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    list: async ({ hub, text = '', status, after, limit }) => {
      let query = published()
        .where('platform', '=', hub.platform)
        .where('environment', '=', hub.environment)
        .orderBy('client_id')
        .limit(limit);
      if (status !== undefined) query = query.where('status', '=', status);
      if (after !== undefined) query = query.where('client_id', '>', after);
      const words = wordsOf(text);
      if (text !== '') {
        query = query.where((eb) =>
          eb.or([eb('client_id', '=', text), ...(words === undefined ? [] : [nameMatches(words)])]),
        );
      }
      return (await query.execute()).map(readRow);
    },
  };
}

/** Letters and digits only, case as PostgreSQL folds it; accents stay, as they do in the index. */
function wordsOf(text: string): string | undefined {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => searchable(word) !== '');
  return words.length === 0
    ? undefined
    : words
        .slice(0, 8)
        .map((word) => `${word}:*`)
        .join(' & ');
}

function nameMatches(words: string) {
  return sql<boolean>`to_tsvector('simple', document ->> 'displayName') @@ to_tsquery('simple', ${words})`;
}

interface Row extends HubId {
  readonly id: string;
  readonly version: number;
  readonly client_id: string;
  readonly status: 'active' | 'suspended';
  readonly display_name: string | null;
  readonly service_id: string | null;
  readonly organisation_id: string | null;
  readonly kind: string | null;
}

function readRow(row: Row): RegistrationSummary {
  return {
    id: row.id,
    hub: { platform: row.platform, environment: row.environment },
    version: row.version,
    clientId: row.client_id,
    status: row.status,
    displayName: row.display_name ?? '',
    serviceId: row.service_id ?? '',
    organisationId: row.organisation_id ?? '',
    isSandbox: row.kind === 'sandbox',
  };
}
