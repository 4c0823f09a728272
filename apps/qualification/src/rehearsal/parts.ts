import type { Clock } from '@garance/core';
import type { ArmedFaults } from './armed-faults.ts';
import type { LoginRecords } from './login-records.ts';
import type { OwnKeys } from './own-keys.ts';
import type { RehearsalTokenKey } from './rehearsal-token.ts';

/** What the parts of a rehearsal service share. */
export interface RehearsalParts {
  readonly clock: Clock;
  readonly tokenKey: RehearsalTokenKey;
  readonly records: LoginRecords;
  readonly issuerKeys: OwnKeys;
  readonly attackerKeys: OwnKeys;
  readonly armed: ArmedFaults;
  /** Origin of the rehearsal issuers, without final slash. */
  readonly origin: string;
  /** Multiplied by the rehearsal's `scale`; ends early when the rehearsal service closes. */
  wait(seconds: number): Promise<void>;
}
