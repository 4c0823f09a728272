import type { LifeEvent } from './life.ts';
import type { ReceivedRequest } from './mapping.ts';
import type { DatapassPayload } from './payload.ts';

/** An event with what it tells. */
export interface KnownEvent extends LifeEvent {
  readonly payload: DatapassPayload;
  readonly received: ReceivedRequest;
}
