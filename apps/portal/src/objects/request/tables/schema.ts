import type { Level, Platform } from '@garance/core';
import type { Generated } from 'kysely';
import type { BigintColumn, JsonColumn, NullableBigintColumn } from '../../journal/schema.ts';
import type { RequestState } from '../lifecycle.ts';

/** Habilitation requests, and the templates of answers to them. */
export interface PortalRequestTables {
  request: {
    id: string;
    service_id: string;
    organisation_id: string;
    platform: Platform;
    level: Level | null;
    state: RequestState;
    version: number;
    answers: JsonColumn;
    step_edits: JsonColumn;
    title: string;
    search_text: string;
    owner_id: string;
    assigned_to: string | null;
    common_identifier: boolean;
    from_habilitation_id: string | null;
    created_at_ms: BigintColumn;
    updated_at_ms: BigintColumn;
    /** Submission, else creation: what lists are ordered by. */
    ordered_at_ms: BigintColumn;
    submitted_at_ms: NullableBigintColumn;
    clock_stopped_at_ms: NullableBigintColumn;
    clock_used_days: number;
    due_on: string | null;
  };
  request_copy: {
    id: Generated<string>;
    request_id: string;
    version: number;
    kind: 'submission' | 'validation';
    level: Level;
    platform: Platform;
    common_identifier: boolean;
    answers: JsonColumn;
    by_person: string;
    at_ms: BigintColumn;
  };
  message_template: {
    id: string;
    kind: string;
    title: string;
    body: string;
    locale: 'fr' | 'en';
  };
}
