import type { Fault } from '../vocabulary/fault.ts';
import type { RehearsalInput } from '../vocabulary/rehearsal.ts';

/** What the hub keeps of a rehearsed login, opaque to it: the rehearsal token's content, once it is proven good. */
export interface Plan {
  readonly id: string;
  readonly input: RehearsalInput;
  /** The issuer that the login goes through: the hub's, or the service's rehearsal issuer. */
  readonly issuer: string;
  readonly freshKid?: string;
}

export function writePlan(plan: Plan): string {
  return JSON.stringify(plan);
}

/** Not checked again: the rehearsal service made it, and the hub kept it sealed. */
export function readPlan(plan: string): Plan {
  return JSON.parse(plan) as Plan;
}

export function faultAt<P extends Fault['at']>(
  { input }: Pick<Plan, 'input'>,
  at: P,
): Extract<Fault, { at: P }> | undefined {
  const { fault } = input;
  return fault?.at === at ? (fault as Extract<Fault, { at: P }>) : undefined;
}
