import type { DemoPerson, ListTestAccounts } from '../persons/person.ts';

/** How the register misbehaves when told to. `slow` never answers, `malformed` with XML that is cut off. */
export type RegisterFault = 'down' | 'slow' | 'malformed';

export interface DemoRegisterOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Absent: the whole cast of the embedded demo. */
  readonly persons?: readonly DemoPerson[];
  /** Persons that partners made for their own tests: found as they are, unless the cast has them already. */
  readonly listTestAccounts?: ListTestAccounts;
}

export interface DemoRegister {
  /** Address to query: `http://host:port/`. */
  readonly url: string;
  readonly port: number;
  /** Applies to every later query; `undefined` goes back to normal. `/healthz` is not affected. */
  setFault(fault: RegisterFault | undefined): void;
  close(): Promise<void>;
}
