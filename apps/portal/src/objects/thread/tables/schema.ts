import type { BigintColumn, NullableBigintColumn } from '../../journal/schema.ts';
import type { ThreadState } from '../lifecycle.ts';

/** Support threads, incidents. */
export interface PortalSupportTables {
  support_thread: {
    id: string;
    organisation_id: string | null;
    service_id: string | null;
    opened_by: string;
    subject: string;
    state: ThreadState;
    version: number;
    search_text: string;
    created_at_ms: BigintColumn;
    waiting_since_ms: BigintColumn;
    first_answer_at_ms: NullableBigintColumn;
  };
  incident: {
    id: string;
    kind: 'incident' | 'maintenance';
    title_fr: string;
    title_en: string;
    text_fr: string;
    text_en: string;
    begins_at_ms: BigintColumn;
    ends_at_ms: NullableBigintColumn;
    announced_by: string;
  };
}
