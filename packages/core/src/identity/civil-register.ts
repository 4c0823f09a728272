import type { PivotIdentity } from './identity.ts';

/**
 * What the civil register answers. `identity` is the person as the register knows them; of `not-asked`, which only a hub
 * without a register answers, the person as the provider does.
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
      /** For the operator's log alone: an answer code, an HTTP status, the name of an element; never a value. */
      readonly reason?: string;
    };

/** The national register of persons. Adapters retry and time out; a failure is an answer, never an exception. */
export interface CivilRegister {
  lookUp(identity: PivotIdentity, signal?: AbortSignal): Promise<RegisterAnswer>;
}
