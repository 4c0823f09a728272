import type { PivotIdentity } from './identity.ts';

/** What the civil register answers. `identity` is the person as the register knows them. */
export type RegisterAnswer =
  | { readonly kind: 'found' | 'rectified'; readonly identity: PivotIdentity }
  | {
      readonly kind:
        | 'not-found'
        | 'several'
        | 'usage-name-only'
        | 'deceased'
        | 'invalid-request'
        | 'unavailable';
    };

/** The national register of persons. Adapters retry and time out; a failure is an answer, never an exception. */
export interface CivilRegister {
  lookUp(identity: PivotIdentity, signal?: AbortSignal): Promise<RegisterAnswer>;
}
