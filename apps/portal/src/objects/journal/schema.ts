import type { BigintColumn, JsonColumn } from '@garance/store';
import type { ColumnType, Generated } from 'kysely';

export type { BigintColumn, JsonColumn };

export type NullableBigintColumn = ColumnType<string | number | null, number | null, number | null>;

/** Tables that every stage of the partner space writes to. */
export interface PortalBaseTables {
  transition_history: {
    id: Generated<string>;
    object: string;
    object_id: string;
    event: string;
    from_state: string;
    to_state: string;
    actor: string;
    at_ms: BigintColumn;
    reason: string | null;
  };
  audit_log: {
    sequence: BigintColumn;
    at_ms: BigintColumn;
    actor: string;
    action: string;
    object: string;
    object_id: string;
    detail: JsonColumn;
    hash: string;
    keyed: Generated<boolean>;
  };
  audit_head: { only_row: Generated<boolean>; sequence: BigintColumn; hash: string; seal: string | null };
}
