import type { Platform } from '@garance/core';
import type { BigintColumn, JsonColumn } from '../journal/schema.ts';

/** Clients of the sandbox. */
export interface PortalSandboxTables {
  sandbox_client: {
    id: string;
    organisation_id: string | null;
    person_id: string | null;
    platform: Platform;
    slot: number;
    client_id: string;
    sector_id: string;
    form: JsonColumn;
    secret_sha256: string | null;
    version: number;
    created_by: string;
    created_at_ms: BigintColumn;
    updated_at_ms: BigintColumn;
  };
}
