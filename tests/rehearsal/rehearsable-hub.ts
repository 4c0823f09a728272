/** For tests: a hub with rehearsals, through a rehearsal service that several hubs may share. */
import { createManualClock, type ManualClock, type Platform, type RehearsedHub } from '@garance/core';
import { createRehearsalKeys } from '@garance/hub';
import { createTestHub, type ServiceName, startMs, type TestHub } from '@garance/hub/testing';
import type { Ticket, TicketWish } from '@garance/qualification';
import { createRehearsalDesk, type RehearsalDesk } from '@garance/qualification/rehearsal';

export const origin = 'https://rehearsal.example';

/** @param options delays are multiplied by `scale`; default none */
export function newDesk({ scale = 0 } = {}): TestDesk {
  const clock = createManualClock(startMs);
  return { ...createRehearsalDesk({ clock, rehearsalIssuerOrigin: origin, scale }), clock };
}

type TestDesk = RehearsalDesk & { readonly clock: ManualClock };
type Arrival = ReturnType<ReturnType<TestHub['browser']>['authorize']>;

export interface RehearsableHub extends TestHub {
  readonly desk: TestDesk;
  mint(service: ServiceName, wish: TicketWish): Promise<Ticket>;
  /** Opens the hub in a browser with a ticket. */
  arrive(service: ServiceName, cookie: Pick<Ticket['cookie'], 'name' | 'value'>): Arrival;
}

export async function rehearsableHub(platform: Platform, desk: TestDesk): Promise<RehearsableHub> {
  const keys = createRehearsalKeys();
  let running: TestHub | undefined;
  const described: RehearsedHub = {
    issuer: `https://${platform}.integration.example/api/v2`,
    platform,
    findRegistration: (clientId) => running?.registry.findRegistration(clientId),
    inspectClientKeys: async () => ({ reachable: true, findings: [], encryptionKeys: 1 }),
    publishSigningKey: keys.publish,
  };
  const port = desk.portFor(described);
  const hub = await createTestHub({ platform, deps: { rehearsal: { port, keys }, clock: desk.clock } });
  running = hub;
  return {
    ...hub,
    desk,
    mint: (service, wish) => desk.mint(hub.service(service).clientId, hub.issuer, wish),
    arrive: (service, cookie) => {
      const browser = hub.browser();
      browser.cookies.set(cookie.name, cookie.value);
      return browser.authorize(hub.service(service).request());
    },
  };
}
