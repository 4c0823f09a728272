import type { BigintColumn, JsonColumn } from '../journal/schema.ts';

/** Services of partners. */
export interface PortalServiceTables {
  service: {
    id: string;
    organisation_id: string;
    name: string;
    kind: 'public' | 'private';
    eligibility: JsonColumn;
    search_text: string;
    created_at_ms: BigintColumn;
  };
}
