/** Rehearsals of the embedded federation: one rehearsal service for its two integration hubs, and the rehearsal issuers on a port of their own. */
import { type Platform, systemClock } from '@garance/core';
import type { Rehearsal } from '@garance/qualification';
import {
  createLocalRehearsal,
  createRehearsalService,
  type RehearsalService,
} from '@garance/qualification/rehearsal';
import { buildServer } from '@garance/web/server';
import type { Addresses } from './addresses.ts';
import type { Base } from './base.ts';
import { listen } from './listen.ts';

export interface Rehearsals {
  readonly rehearsalService: RehearsalService;
  /** Issuer of the integration hub. */
  issuerOf(platform: Platform): string;
  /** @throws GaranceError `rehearsal.service_unknown` */
  open(clientId: string, platform: Platform): Promise<Rehearsal>;
}

interface RehearsalsInput extends Pick<Base, 'logger'> {
  readonly addresses: Addresses;
  readonly scale: number | undefined;
}

/** Created before the hubs, which call it. */
export function createRehearsals({ addresses, scale }: Omit<RehearsalsInput, 'logger'>): Rehearsals {
  const rehearsalService = createRehearsalService({
    clock: systemClock,
    rehearsalIssuerOrigin: addresses.rehearsal,
    ...(scale !== undefined && { scale }),
  });
  const issuerOf = (platform: Platform) => addresses.issuer({ platform, environment: 'integration' });
  return {
    rehearsalService,
    issuerOf,
    open: async (clientId, platform) =>
      createLocalRehearsal(rehearsalService, await rehearsalService.describe(clientId, issuerOf(platform))),
  };
}

/** Starts the rehearsal issuers; after the hubs, whose services they need. */
export async function startRehearsalIssuer(
  stack: AsyncDisposableStack,
  {
    addresses,
    logger,
    rehearsalService,
  }: Omit<RehearsalsInput, 'scale'> & Pick<Rehearsals, 'rehearsalService'>,
): Promise<void> {
  const app = buildServer({
    name: 'rehearsal-issuer',
    logger: logger.child({ part: 'rehearsal-issuer' }),
    issuerOrigin: addresses.rehearsal,
    site: { band: 'integration' },
  });
  rehearsalService.rehearsalIssuer(app);
  stack.defer(() => app.close());
  // A rehearsed fault may hold a request open, so the rehearsal service is closed first.
  stack.defer(() => rehearsalService.close());
  const { rehearsal: port } = addresses.ports;
  await listen('rehearsal issuer', port, () => app.listen({ host: '127.0.0.1', port }));
}
