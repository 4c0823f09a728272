import type { RehearsalPort } from '@garance/core';
import type { RehearsalKeys } from './rehearsal-keys.ts';

/** Makes logins of this hub rehearsable: the port that decides the faults, and additional signing keys. */
export interface Rehearsals {
  readonly port: RehearsalPort;
  readonly keys: RehearsalKeys;
}
