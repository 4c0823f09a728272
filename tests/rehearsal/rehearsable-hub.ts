/** For tests: a hub on which logins are rehearsed, by a rehearsal service that the test may share between hubs. */
import { createManualClock, type ManualClock, type Platform, type RehearsedHub } from '@garance/core';
import { createRehearsalKeys } from '@garance/hub';
import { createTestHub, type ServiceName, startMs, type TestHub } from '@garance/hub/testing';
import type { RehearsalInput, RehearsalToken } from '@garance/qualification';
import { createRehearsalService, type RehearsalService } from '@garance/qualification/rehearsal';

export const origin = 'https://rehearsal.example';

/** Without waits by default. */
export function newRehearsalService({ scale = 0 } = {}): TestRehearsalService {
  const clock = createManualClock(startMs);
  return { ...createRehearsalService({ clock, rehearsalIssuerOrigin: origin, scale }), clock };
}

type TestRehearsalService = RehearsalService & { readonly clock: ManualClock };
type Arrival = ReturnType<ReturnType<TestHub['browser']>['authorize']>;

export interface RehearsableHub extends TestHub {
  readonly rehearsalService: TestRehearsalService;
  mint(service: ServiceName, input: RehearsalInput): Promise<RehearsalToken>;
  /** Sends a browser with a rehearsal token to the hub. */
  arrive(service: ServiceName, cookie: Pick<RehearsalToken['cookie'], 'name' | 'value'>): Arrival;
}

export async function rehearsableHub(
  platform: Platform,
  rehearsalService: TestRehearsalService,
): Promise<RehearsableHub> {
  const keys = createRehearsalKeys();
  let running: TestHub | undefined;
  const described: RehearsedHub = {
    issuer: `https://${platform}.integration.example/api/v2`,
    platform,
    findRegistration: (clientId) => running?.registry.findRegistration(clientId),
    inspectClientKeys: async () => ({ reachable: true, findings: [], encryptionKeys: 1 }),
    publishSigningKey: keys.publish,
  };
  const port = rehearsalService.portFor(described);
  const hub = await createTestHub({
    platform,
    deps: { rehearsal: { port, keys }, clock: rehearsalService.clock },
  });
  running = hub;
  return {
    ...hub,
    rehearsalService,
    mint: (service, input) => rehearsalService.mint(hub.service(service).clientId, hub.issuer, input),
    arrive: (service, cookie) => {
      const browser = hub.browser();
      browser.cookies.set(cookie.name, cookie.value);
      return browser.authorize(hub.service(service).request());
    },
  };
}
