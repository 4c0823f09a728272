import type { BigintColumn } from '../journal/schema.ts';

/** Messages about an object. */
export interface PortalDiscussionTables {
  discussion_message: {
    id: string;
    object: string;
    object_id: string;
    author: string;
    text: string;
    internal: boolean;
    at_ms: BigintColumn;
  };
}
