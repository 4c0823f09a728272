import type { Platform } from '@garance/core';
import type { BigintColumn, NullableBigintColumn } from '../journal/schema.ts';
import type { ProductionState } from './lifecycle.ts';

/** Production of services. */
export interface PortalProductionTables {
  production: {
    id: string;
    service_id: string;
    organisation_id: string;
    platform: Platform;
    qualification_id: string;
    state: ProductionState;
    version: number;
    reason: string | null;
    opened_at_ms: BigintColumn;
    changed_at_ms: BigintColumn;
    activated_at_ms: NullableBigintColumn;
    delivered_to: string | null;
    delivered_at_ms: NullableBigintColumn;
  };
}
