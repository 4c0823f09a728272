import type { Level, Platform } from '@garance/core';
import type { BigintColumn, JsonColumn, NullableBigintColumn } from '../journal/schema.ts';

/** What services were authorised to do. */
export interface PortalHabilitationTables {
  habilitation: {
    id: string;
    request_id: string;
    service_id: string;
    platform: Platform;
    level: Level;
    scopes: JsonColumn;
    type: 'public' | 'private';
    common_identifier: boolean;
    snapshot: JsonColumn;
    validated_at_ms: BigintColumn;
    superseded_at_ms: NullableBigintColumn;
    revoked_at_ms: NullableBigintColumn;
  };
}
