import type { Rehearsal, RehearsedService } from '../vocabulary/rehearsal.ts';
import type { RehearsalService } from './rehearsal-service.ts';

/** Rehearsals of one service, where the rehearsal service is in this process. */
export function createLocalRehearsal(
  rehearsalService: Pick<RehearsalService, 'mint' | 'observations' | 'search'>,
  service: RehearsedService,
): Rehearsal {
  return {
    service,
    token: (input) => rehearsalService.mint(service.clientId, service.issuer, input),
    observations: async (tokenId) => rehearsalService.observations(tokenId),
    search: async (tokenId, traces) => rehearsalService.search(tokenId, traces),
    close: async () => {},
  };
}
