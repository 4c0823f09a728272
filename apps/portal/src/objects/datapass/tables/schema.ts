import type { Generated } from 'kysely';
import type { BigintColumn, JsonColumn, NullableBigintColumn } from '../../journal/schema.ts';

/** Webhooks of the outside habilitation site, and webhooks of ours towards other systems. */
export interface PortalDatapassTables {
  datapass_delivery: {
    sequence: Generated<string | number>;
    body_hash: string;
    remote_id: string;
    event: string;
    fired_at: BigintColumn;
    first_received_at_ms: BigintColumn;
    last_received_at_ms: BigintColumn;
    times_received: number;
    state: string;
    error: string | null;
    sealed_body: string;
    answer_status: number;
    answer: JsonColumn;
  };
  datapass_request: {
    remote_id: string;
    request_id: string | null;
    approved_by: string | null;
    sealed_unmapped: string | null;
  };
  webhook_endpoint: {
    id: string;
    url: string;
    events: JsonColumn;
    sealed_secret: string;
    enabled: boolean;
    created_at_ms: BigintColumn;
  };
  webhook_call: {
    sequence: Generated<string | number>;
    id: string;
    endpoint_id: string;
    event: string;
    object_id: string;
    sealed_payload: string;
    state: string;
    attempt: number;
    created_at_ms: BigintColumn;
    next_attempt_at_ms: BigintColumn;
    leased_until_ms: BigintColumn;
    ended_at_ms: NullableBigintColumn;
  };
  webhook_attempt: {
    id: Generated<string | number>;
    call_id: string;
    at_ms: BigintColumn;
    status: number | null;
    failure: string | null;
  };
}
