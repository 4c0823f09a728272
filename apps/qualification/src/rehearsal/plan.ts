import type { TicketWish } from '../vocabulary/rehearsal.ts';

/** What the hub keeps of a rehearsed login, opaque to it: the ticket's content, once it is proven good. */
export interface Plan {
  readonly id: string;
  readonly wish: TicketWish;
  readonly freshKid?: string;
}

export function writePlan(plan: Plan): string {
  return JSON.stringify(plan);
}

/** Of this desk's own making: the hub seals it in between. */
export function readPlan(plan: string): Plan {
  return JSON.parse(plan) as Plan;
}
