import type { BigintColumn, NullableBigintColumn } from '../journal/schema.ts';

/** Documents, and their content where it is kept in the database. */
export interface PortalAttachmentTables {
  attachment: {
    id: string;
    object: string;
    object_id: string;
    name: string;
    media_type: string;
    size_bytes: number;
    sha256: string;
    storage: 'database' | 's3';
    created_by: string;
    created_at_ms: BigintColumn;
    frozen: boolean;
    removed_at_ms: NullableBigintColumn;
  };
  attachment_content: { attachment_id: string; sealed_content: string };
}
