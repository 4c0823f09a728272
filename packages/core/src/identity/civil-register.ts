import type { PivotIdentity } from './identity.ts';

/**
 * Answer of the civil register. `identity` is the register's record of the person. In `not-asked`, the answer of a hub
 * without a register, it is the provider's.
 */
export type RegisterAnswer =
  | { readonly kind: 'found' | 'rectified' | 'not-asked'; readonly identity: PivotIdentity }
  | {
      readonly kind:
        | 'not-found'
        | 'several'
        | 'usage-name-only'
        | 'deceased'
        | 'invalid-request'
        | 'unavailable';
      /** For the operator's log only: an answer code, an HTTP status or the name of an element; never a value. */
      readonly reason?: string;
    };

/** The national register of persons. Adapters retry and time out; a failure is an answer, never an exception. */
export interface CivilRegister {
  lookUp(identity: PivotIdentity, signal?: AbortSignal): Promise<RegisterAnswer>;
}
