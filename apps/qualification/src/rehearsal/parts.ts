import type { Clock } from '@garance/core';
import type { ArmedFaults } from './armed-faults.ts';
import type { LoginRecords } from './login-records.ts';
import type { OwnKeys } from './own-keys.ts';
import type { TicketKey } from './tickets.ts';

/** What the parts of a desk share. */
export interface DeskParts {
  readonly clock: Clock;
  readonly ticketKey: TicketKey;
  readonly records: LoginRecords;
  readonly issuerKeys: OwnKeys;
  readonly forgerKeys: OwnKeys;
  readonly armed: ArmedFaults;
  /** Origin of the rehearsal issuers, without final slash. */
  readonly origin: string;
  /** Scaled, and cut short when the desk closes. */
  wait(seconds: number): Promise<void>;
}
