import { createPino, type FastifyInstance } from '@garance/web/server';
import { type DemoServiceKeys, generateDemoServiceKeys } from '../keys.ts';
import { type SignInEntry, type SignInEntryName, signInEntries } from '../sign-in-entries.ts';
import { buildDemoService } from '../start-demo-service.tsx';
import { clientId, createFakeHub, type FakeHub, type Faults } from './fake-hub.ts';
import { createVisitor, type PageAnswer, type Visitor } from './visitor.ts';

export const origin = 'http://127.0.0.1:3011';

/** A service, one hub double for all its entries, and one visitor. */
export interface Scene {
  readonly app: FastifyInstance;
  readonly hub: FakeHub;
  readonly entry: SignInEntry;
  readonly visitor: Visitor;
}

/** RSA keys are slow to make, and no test changes them. */
const known: { keys?: Promise<DemoServiceKeys> } = {};
export function testKeys(): Promise<DemoServiceKeys> {
  known.keys ??= generateDemoServiceKeys();
  return known.keys;
}

export async function createScene(entryName: SignInEntryName, faults: Faults = {}): Promise<Scene> {
  const keys = await testKeys();
  const entry = signInEntries[entryName];
  const hub = await createFakeHub(entry, keys, faults);
  const settings = { issuer: hub.issuer, clientId, clientSecret: 'secret of the town' };
  const app = buildDemoService({
    origin,
    clients: { franceconnect: settings, plusSubstantial: settings, plusHigh: settings },
    keys,
    outboundPolicy: { allowHttp: false, allowPrivateAddresses: false },
    fetch: hub.fetch,
    logger: createPino({ name: 'demo service', level: 'silent' }),
  });
  return { app, hub, entry, visitor: createVisitor(app, origin) };
}

/** A sign-in from the button to the hub's answer; returns the answer of the callback. */
export async function signIn({ hub, entry, visitor }: Scene, query = ''): Promise<PageAnswer> {
  const sent = await visitor.get(`/sign-in/${entry.path}${query}`);
  const params = hub.answer(sent.location ?? '');
  return visitor.get(`/callback/${entry.path}?${params}`);
}

/** Whether a protected page opens, which proves a session. */
export async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/account')).status === 200;
}

/** The code on a refusal page. */
export function refusalCode(answer: PageAnswer): string | undefined {
  return /data-refusal="[a-z]+">([^<]*)</.exec(answer.text)?.[1];
}
