import { BrokeOff } from '@garance/http-browser';
import type { Rehearsal } from '../vocabulary/rehearsal.ts';

type Limited = Pick<Rehearsal, 'token' | 'observations' | 'search'>;

/** A run gone wild must not mint for ever. */
export function limitTokens(
  rehearsal: Limited,
  max: number,
): Limited & {
  /** How many were asked for. */
  given(): number;
} {
  let minted = 0;
  return {
    token: async (input) => {
      minted += 1;
      if (minted > max) throw new BrokeOff(`more than ${max} rehearsed logins in one run`);
      return rehearsal.token(input);
    },
    observations: (id) => rehearsal.observations(id),
    search: (id, traces) => rehearsal.search(id, traces),
    given: () => minted,
  };
}
