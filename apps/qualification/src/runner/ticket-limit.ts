import { BrokeOff } from '@garance/http-browser';
import type { Rehearsal } from '../vocabulary/rehearsal.ts';

/** A run gone wild must not mint for ever. */
export function limitTickets(
  rehearsal: Pick<Rehearsal, 'ticket' | 'observations'>,
  max: number,
): Pick<Rehearsal, 'ticket' | 'observations'> {
  let minted = 0;
  return {
    ticket: async (wish) => {
      minted += 1;
      if (minted > max) throw new BrokeOff(`more than ${max} rehearsed logins in one run`);
      return rehearsal.ticket(wish);
    },
    observations: (id) => rehearsal.observations(id),
  };
}
