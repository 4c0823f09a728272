import type { Platform } from '@garance/core';
import type { BigintColumn, JsonColumn, NullableBigintColumn } from '../../journal/schema.ts';
import type { QualificationState } from '../lifecycle.ts';

/** Qualifications, their items, reports and runs. */
export interface PortalQualificationTables {
  qualification: {
    id: string;
    service_id: string;
    organisation_id: string;
    platform: Platform;
    state: QualificationState;
    version: number;
    search_text: string;
    created_at_ms: BigintColumn;
    updated_at_ms: BigintColumn;
    /** Submission, else creation: what lists are ordered by. */
    ordered_at_ms: BigintColumn;
    submitted_at_ms: NullableBigintColumn;
    clock_stopped_at_ms: NullableBigintColumn;
    clock_used_days: number;
    due_on: string | null;
    holds: JsonColumn | null;
    repeat_before_ms: NullableBigintColumn;
  };
  qualification_item: {
    qualification_id: string;
    item_id: string;
    version: number;
    text: string;
    link: string;
    declared_by: string | null;
    declared_at_ms: NullableBigintColumn;
    verdict: 'accepted' | 'changes' | null;
    comment: string;
    judged_by: string | null;
    judged_at_ms: NullableBigintColumn;
  };
  qualification_report: {
    id: string;
    service_id: string;
    platform: Platform;
    registration_id: string;
    registration_version: number;
    suite_version: string;
    started_at_ms: BigintColumn;
    finished_at_ms: BigintColumn;
    report: JsonColumn;
    jws: string;
    accepted_by: string;
    accepted_at_ms: BigintColumn;
  };
  qualification_target: {
    service_id: string;
    platform: Platform;
    addresses: JsonColumn;
    version: number;
    changed_by: string;
    changed_at_ms: BigintColumn;
  };
  qualification_run: {
    id: string;
    service_id: string;
    platform: Platform;
    state: 'queued' | 'running' | 'finished' | 'failed' | 'cancelled' | 'interrupted';
    cause: 'person' | 'schedule';
    requested_by: string;
    addresses: JsonColumn;
    queued_at_ms: BigintColumn;
    started_at_ms: NullableBigintColumn;
    finished_at_ms: NullableBigintColumn;
    lease_until_ms: NullableBigintColumn;
    cancel_asked: boolean;
    done: number;
    total: number | null;
    head: JsonColumn | null;
    jws: string | null;
    problem: string | null;
    explanation: JsonColumn | null;
  };
  qualification_run_result: {
    run_id: string;
    scenario_id: string;
    position: number;
    result: JsonColumn;
    screenshot: Uint8Array | null;
  };
}
