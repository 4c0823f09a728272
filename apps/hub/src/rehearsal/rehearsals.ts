import type { RehearsalPort } from '@garance/core';
import type { RehearsalKeys } from './rehearsal-keys.ts';

/** What makes logins of this hub rehearsable: who decides what it does wrong, and the further keys it may sign with. */
export interface Rehearsals {
  readonly port: RehearsalPort;
  readonly keys: RehearsalKeys;
}
