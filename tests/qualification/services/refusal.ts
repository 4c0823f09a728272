import type { Check } from './types.ts';

/** This answer does not sign anybody in. `code` names what did not hold; no value of a token, ever. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** Runs a table in its order. @throws Refusal `<place>.<name of the check>` */
export async function hold<C>(place: string, checks: readonly Check<C>[], context: C): Promise<void> {
  for (const check of checks) {
    if (!(await holds(check, context))) throw new Refusal(`${place}.${check.name}`);
  }
}

/** A check that breaks on what it was given has not held. */
async function holds<C>(check: Check<C>, context: C): Promise<boolean> {
  try {
    return await check.holds(context);
  } catch {
    return false;
  }
}
