/**
 * A partner space for tests: the real one over an embedded database in memory, a fixed clock and people created on
 * demand.
 */
export { openLeasedPlatformStore } from './leased-store.ts';

import { randomBytes, randomUUID } from 'node:crypto';
import { createManualClock, type Environment, type HubId, type ManualClock } from '@garance/core';
import { createVault, type OutboxMail, type Vault } from '@garance/store';
import { createOutbound, type Outbound } from '@garance/web/outbound';
import { createPino, type FastifyInstance } from '@garance/web/server';
import type { PortalConfig, PortalDeps } from '../deps.ts';
import type { Organisation, Person } from '../objects/account/tables/accounts.ts';
import { luhnSum } from '../objects/form/siret.ts';
import type { PartnerRole, PlatformRole } from '../objects/lifecycle/lifecycle.ts';
import type { PlatformStore } from '../objects/portal-store.ts';
import { newSessionSecret } from '../parts/session/sessions.ts';
import { buildPortal } from '../portal.ts';
import { openLeasedPlatformStore } from './leased-store.ts';
import { createTestBrowser, type TestBrowser } from './test-browser.ts';

/** 3 November 2026, 10:05 in Paris: a Tuesday. */
export const testStartMs = Date.UTC(2026, 10, 3, 9, 5);
export const testOrigin = 'http://localhost:3000';

export interface TestPersonOptions {
  readonly email?: string;
  readonly name?: string;
  readonly locale?: 'fr' | 'en';
  /** An existing organisation that the person is a member of. */
  readonly organisation?: Organisation;
  /** Role in the organisation; `owner` by default. */
  readonly role?: PartnerRole;
  readonly platformRoles?: readonly PlatformRole[];
  /** Whether the session has shown a second factor. Default: yes for staff, no for partners. */
  readonly secondFactor?: boolean;
}

export interface TestOrganisationOptions
  extends Partial<Pick<Organisation, 'name' | 'address' | 'createdBy'>> {
  readonly siret?: string;
  readonly proven?: boolean;
}

export interface TestPerson {
  readonly person: Person;
  /** Signed in as this person, on the portal by `inject`. */
  readonly browser: TestBrowser;
  readonly sessionSecret: string;
}

export interface TestPortal {
  readonly app: FastifyInstance;
  readonly store: PlatformStore;
  readonly clock: ManualClock;
  readonly deps: PortalDeps;
  /** A browser without a session. */
  browser(): TestBrowser;
  /** Creates a person with membership, roles and a session, directly in the store. */
  as(options?: TestPersonOptions): Promise<TestPerson>;
  /** Creates an organisation; proven by default. */
  organisation(options?: TestOrganisationOptions): Promise<Organisation>;
  /** Mails queued since the last call, oldest first; taken out of the queue. */
  mails(): Promise<readonly OutboxMail[]>;
  close(): Promise<void>;
}

export interface TestPortalOptions {
  /** Store over a database of the caller; PGlite in memory by default. Closed with the portal. */
  readonly openStore?: (settings: {
    readonly vault: Vault;
    readonly clock: ManualClock;
  }) => Promise<PlatformStore>;
  readonly config?: Partial<PortalConfig>;
  readonly outbound?: Outbound;
  readonly environments?: readonly Environment[];
  readonly logger?: PortalDeps['logger'];
  readonly rotateKeys?: NonNullable<PortalDeps['rotateKeys']>;
  readonly fingerprintPerson?: NonNullable<PortalDeps['fingerprintPerson']>;
  readonly qualificationRunner?: NonNullable<PortalDeps['qualificationRunner']>;
  readonly serviceState?: NonNullable<PortalDeps['serviceState']>;
}

/** Everything is real except the mail server and the clock. Close it in `afterAll`. */
export async function createTestPortal(options: TestPortalOptions = {}): Promise<TestPortal> {
  const clock = createManualClock(testStartMs);
  const vault = createVault(new Uint8Array(32).fill(7));
  const store = await (options.openStore?.({ vault, clock }) ?? openLeasedPlatformStore({ vault, clock }));
  const outbound =
    options.outbound ?? createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
  const deps: PortalDeps = {
    config: {
      origin: testOrigin,
      operatorMail: 'equipe@garance.example',
      attachments: { kind: 'database' },
      qualificationRunsAtOnce: 2,
      qualificationRetestDays: 7,
      uploadStallSeconds: 10,
      relaxedAddresses: false,
      ...options.config,
    },
    clock,
    logger: options.logger ?? createPino({ name: 'portal-test', level: 'silent' }),
    store,
    vault,
    outbound,
    issuerOf,
    environments: options.environments ?? ['integration', 'production'],
    ...(options.rotateKeys !== undefined && { rotateKeys: options.rotateKeys }),
    ...(options.fingerprintPerson !== undefined && { fingerprintPerson: options.fingerprintPerson }),
    ...(options.qualificationRunner !== undefined && {
      qualificationRunner: options.qualificationRunner,
    }),
    ...(options.serviceState !== undefined && { serviceState: options.serviceState }),
  };
  const app = buildPortal(deps);
  await app.ready();
  return {
    app,
    store,
    clock,
    deps,
    browser: () => createTestBrowser(app, deps.config.origin),
    as: (options = {}) => signInDirectly({ app, deps }, options),
    organisation: (options = {}) => makeOrganisation(store, options),
    mails: () => takeMails(store),
    close: async () => {
      await app.close();
      await outbound.close();
      await store.close();
    },
  };
}

function issuerOf({ platform, environment }: HubId): string {
  return `https://${platform}.${environment}.garance.example/api/v2`;
}

/** Invented SIRETs with a valid check digit. */
function freshSiret(): string {
  const body = `${randomBytes(6).readUIntBE(0, 6)}`.padStart(13, '0').slice(-13);
  const key = (10 - (luhnSum(`${body}0`) % 10)) % 10;
  return `${body}${key}`;
}

async function makeOrganisation(
  { portal: { organisations } }: PlatformStore,
  options: TestOrganisationOptions,
): Promise<Organisation> {
  const made = await organisations.create({
    siret: options.siret ?? freshSiret(),
    name: options.name ?? 'Mairie de Vaucresson-les-Bois',
    address: options.address ?? '1 place de la Mairie, 00000 Vaucresson-les-Bois',
    ...(options.createdBy !== undefined && { createdBy: options.createdBy }),
  });
  if (options.proven !== false) await organisations.prove(made.id, 'officer', made.createdAtMs);
  return (await organisations.find(made.id)) ?? made;
}

async function signInDirectly(
  { app, deps }: { readonly app: FastifyInstance; readonly deps: PortalDeps },
  options: TestPersonOptions,
): Promise<TestPerson> {
  const { portal } = deps.store;
  const roles = options.platformRoles ?? [];
  const sessionSecret = newSessionSecret();
  const person = await portal.transaction(async (tables) => {
    const made = await tables.people.create({
      email: options.email ?? `person-${randomUUID().slice(0, 8)}@partenaire.example`,
      name: options.name ?? 'Camille Essai',
      locale: options.locale ?? 'fr',
    });
    if (options.organisation !== undefined) {
      const { id: organisationId } = options.organisation;
      const role = options.role ?? 'owner';
      const done = await tables.memberships.put({ organisationId, personId: made.id, role });
      if (!done) throw new Error('the last owner of an organisation cannot be given another role');
    }
    for (const role of roles) await tables.platformRoles.put(made.id, role);
    await tables.portalSessions.begin({
      secret: sessionSecret,
      personId: made.id,
      method: 'mail-code',
      atMs: deps.clock.now(),
      secondFactor: options.secondFactor ?? roles.length > 0,
      device: 'Firefox · Linux',
    });
    return made;
  });
  const browser = createTestBrowser(app, deps.config.origin);
  browser.setSession(sessionSecret);
  return { person, browser, sessionSecret };
}

async function takeMails(store: PlatformStore): Promise<readonly OutboxMail[]> {
  const mails = await store.outbox.claim(1000, 60);
  for (const mail of mails) await store.outbox.sent(mail.id);
  return mails;
}
