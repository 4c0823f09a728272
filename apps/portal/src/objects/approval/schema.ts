import type { BigintColumn, JsonColumn, NullableBigintColumn } from '../journal/schema.ts';

/** Acts that a second operator approves. */
export interface PortalApprovalTables {
  approval: {
    id: string;
    action: string;
    object_id: string;
    detail: JsonColumn;
    asked_by: string;
    asked_at_ms: BigintColumn;
    decided_by: string | null;
    decided_at_ms: NullableBigintColumn;
    verdict: 'approved' | 'refused' | null;
  };
}
