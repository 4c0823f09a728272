import type { LifeEvent } from './life.ts';
import type { ReceivedRequest } from './mapping.ts';
import type { DatapassPayload } from './payload.ts';

/** An event with its mapped request. */
export interface KnownEvent extends LifeEvent {
  readonly payload: DatapassPayload;
  readonly received: ReceivedRequest;
}
