import type { Rehearsal, RehearsedService } from '../vocabulary/rehearsal.ts';
import type { RehearsalDesk } from './desk.ts';

/** Rehearsals of one service, where the desk is in this process. */
export function createLocalRehearsal(
  desk: Pick<RehearsalDesk, 'mint' | 'observations'>,
  service: RehearsedService,
): Rehearsal {
  return {
    service,
    ticket: (wish) => desk.mint(service.clientId, service.issuer, wish),
    observations: async (ticketId) => desk.observations(ticketId),
    close: async () => {},
  };
}
