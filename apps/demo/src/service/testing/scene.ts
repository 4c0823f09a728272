import { createPino, type FastifyInstance } from '@garance/web/server';
import { type Door, type DoorName, doors } from '../doors.ts';
import { type DemoServiceKeys, generateDemoServiceKeys } from '../keys.ts';
import { buildDemoService } from '../start-demo-service.tsx';
import { clientId, createFakeHub, type FakeHub, type Faults } from './fake-hub.ts';
import { createVisitor, type Seen, type Visitor } from './visitor.ts';

export const origin = 'http://127.0.0.1:3011';

/** A service, the hub double behind all its doors, and one visitor. */
export interface Scene {
  readonly app: FastifyInstance;
  readonly hub: FakeHub;
  readonly door: Door;
  readonly visitor: Visitor;
}

/** RSA keys are slow to make, and no test changes them. */
const known: { keys?: Promise<DemoServiceKeys> } = {};
export function testKeys(): Promise<DemoServiceKeys> {
  known.keys ??= generateDemoServiceKeys();
  return known.keys;
}

export async function createScene(doorName: DoorName, faults: Faults = {}): Promise<Scene> {
  const keys = await testKeys();
  const door = doors[doorName];
  const hub = await createFakeHub(door, keys, faults);
  const settings = { issuer: hub.issuer, clientId, clientSecret: 'secret of the town' };
  const app = buildDemoService({
    origin,
    doors: { franceconnect: settings, plusSubstantial: settings, plusHigh: settings },
    keys,
    outboundPolicy: { allowHttp: false, allowPrivateAddresses: false },
    fetch: hub.fetch,
    logger: createPino({ name: 'demo service', level: 'silent' }),
  });
  return { app, hub, door, visitor: createVisitor(app, origin) };
}

/** From the button to the hub's answer; gives back what the callback showed. */
export async function signIn({ hub, door, visitor }: Scene, query = ''): Promise<Seen> {
  const sent = await visitor.get(`/sign-in/${door.path}${query}`);
  const params = hub.answer(sent.location ?? '');
  return visitor.get(`/callback/${door.path}?${params}`);
}

/** Whether a protected page opens: the only proof that there is a session. */
export async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/account')).status === 200;
}

/** The code that a refusal page shows. */
export function refusalCode(seen: Seen): string | undefined {
  return /data-refusal="[a-z]+">([^<]*)</.exec(seen.text)?.[1];
}
