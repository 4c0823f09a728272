import type { DemoPerson, ListTestAccounts } from '../persons/person.ts';

/** A fault of the register: `slow` never answers, `malformed` answers with truncated XML, `down` with status 503. */
export type RegisterFault = 'down' | 'slow' | 'malformed';

export interface DemoRegisterOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Absent: all persons of the embedded demo. */
  readonly persons?: readonly DemoPerson[];
  /** Test accounts of partners, found with their own claims unless a demo person matches. */
  readonly listTestAccounts?: ListTestAccounts;
}

export interface DemoRegister {
  /** Address to query: `http://host:port/`. */
  readonly url: string;
  readonly port: number;
  /** Applies to all later queries; `undefined` ends the fault. `/healthz` is not affected. */
  setFault(fault: RegisterFault | undefined): void;
  close(): Promise<void>;
}
