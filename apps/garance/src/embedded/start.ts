/** The embedded federation: everything in one process, started in the order in which its parts need one another. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@garance/core';
import {
  type DemoRegister,
  startDemoProviders,
  startDemoRegister,
  startDemoService,
  startMailbox,
} from '@garance/demo';
import type { PortalDeps } from '@garance/portal';
import {
  createFileAuditAnchor,
  createVault,
  type DurableStore,
  loadMasterKey,
  lockDataDirectory,
  openDurableStore,
} from '@garance/store';
import { createOutbound } from '@garance/web/outbound';
import { createMetrics, createPino, createRequestMeter } from '@garance/web/server';
import { type Addresses, addressesFrom } from './addresses.ts';
import { keepAuditHeadIn } from './audit-exports.ts';
import { startControl } from './control.ts';
import { loadDemoKeys } from './demo-keys.ts';
import { type DoorClients, demoDoorClients, demoProviderClients, keptSecret } from './demo-registrations.ts';
import { describeFederation } from './describe-federation.ts';
import { startHubs } from './hubs.ts';
import { listen } from './listen.ts';
import { startMetrics } from './metrics.ts';
import type { EmbeddedOptions } from './options.ts';
import { partnerAccounts } from './partner-seeds.ts';
import { professionalsClientId, startPortal } from './portal.ts';
import { createPrivatePersons, type PrivatePersons } from './private-persons.ts';
import { createRehearsals, type Rehearsals, startRehearsalIssuer } from './rehearsal.ts';
import { type RunFile, writeRunFile } from './run-file.ts';
import { readSeeds, seedDurableStore } from './seed.ts';

export interface Federation {
  readonly run: RunFile;
  readonly runFile: string;
  /** To see what citizens see when the register is down, slow or unreadable. */
  readonly civilRegister: Pick<DemoRegister, 'setFault'>;
  /** What the partner space is made of, for what runs in the same process: the suite signs with the platform's key. */
  readonly partnerSpace: PortalDeps;
  /** Rehearsals of one service on the integration hub of a platform. @throws GaranceError `rehearsal.service_unknown` */
  readonly rehearsal: Rehearsals['open'];
  /** Ends every server, delivers what is queued, and lets go of the data. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
/** Everything here runs on loopback without TLS; nothing outside this machine is ever reached. */
const embeddedPolicy = { allowHttp: true, allowPrivateAddresses: true };

/** What a start leaves in the data directory, and so what `--reset` removes. */
const dataEntries = [
  'db',
  'mailbox',
  'master.key',
  'demo-keys',
  'run.json',
  'control.sock',
  'audit-heads',
  'audit-exports',
];

/** @throws UsageError for a seed file that cannot be used, or a port that is taken */
export async function startFederation(options: EmbeddedOptions): Promise<Federation> {
  const seeds = readSeeds(options);
  const { hubSettings = {} } = options;
  const addresses = addressesFrom(options.basePort, options.publicAddresses);
  await using stack = new AsyncDisposableStack();
  const base = await openBase(stack, options);
  const { store } = base;
  const doors: Readonly<Record<'integration' | 'production', DoorClients>> = {
    integration: await demoDoorClients(store, 'integration'),
    production: await demoDoorClients(store, 'production'),
  };
  await seedDurableStore(store, { addresses, doors, seeds });
  const rehearsals = createRehearsals({ addresses, scale: options.rehearsalScale });
  const privatePersons = createPrivatePersons(store.portal, systemClock);
  const metrics = createMetrics();
  const measure = createRequestMeter(metrics);
  const hubs = await startHubs(stack, {
    ...base,
    addresses,
    privatePersons,
    rehearsalService: rehearsals.rehearsalService,
    registerOptions: options.register ?? { integration: 'same' },
    hubSettings,
    measure,
  });
  await startMetrics(stack, { ...base, addresses, metrics });
  await startRehearsalIssuer(stack, { ...base, addresses, rehearsalService: rehearsals.rehearsalService });
  const around = { ...base, addresses, doors, options, privatePersons };
  const civilRegister = await startSurroundings(stack, around);
  const runFile = join(options.dataDir, 'run.json');
  const partners = await partnerAccounts(store);
  const run = describeFederation({ addresses, doors, seeds, partners });
  const { datapassSecret, rehearsalScale, qualificationOnly } = options;
  const keepAuditHead = keepAuditHeadIn(join(options.dataDir, 'audit-exports'));
  const parts = { addresses, run, hubs, partners, rehearsals, keepAuditHead };
  const partnerSpace = await startPortal(stack, {
    ...base,
    ...parts,
    rehearsalScale,
    qualificationOnly,
    datapassSecret,
    trustedProxies: hubSettings.trustedProxies,
    measureRequests: measure('portal'),
  });
  const control = await startControl({ dataDir: options.dataDir, store, hubs, partnerSpace, rehearsals });
  stack.defer(() => control.close());
  writeRunFile(runFile, run);
  const started = stack.move();
  return {
    run,
    runFile,
    civilRegister,
    partnerSpace,
    rehearsal: rehearsals.open,
    close: () => started.disposeAsync(),
  };
}

export interface Base {
  readonly store: DurableStore;
  readonly masterKey: Uint8Array;
  readonly logger: ReturnType<typeof createPino>;
  readonly outbound: ReturnType<typeof createOutbound>;
}

async function openBase(stack: AsyncDisposableStack, options: EmbeddedOptions): Promise<Base> {
  const { dataDir, reset, logLevel } = options;
  if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (reset) await removeData(dataDir);
  const logger = createPino({ name: 'garance', level: logLevel });
  const masterKey = await loadMasterKey({ dataDir, fromEnv: process.env.GARANCE_MASTER_KEY });
  const url = `pglite:${join(dataDir, 'db')}`;
  const { openStore = (settings) => openDurableStore({ url, ...settings }) } = options;
  const store = await openStore({
    vault: createVault(masterKey),
    clock: systemClock,
    logger,
    mailDomain: 'garance.example',
    auditAnchor: createFileAuditAnchor(join(dataDir, 'audit-heads')),
  });
  stack.defer(() => store.close());
  const outbound = createOutbound({ policy: embeddedPolicy });
  stack.defer(() => outbound.close());
  return { store, masterKey, logger, outbound };
}

/** Never under a process that works on it. @throws GaranceError `store.directory_in_use` */
async function removeData(dataDir: string): Promise<void> {
  const lock = await lockDataDirectory(join(dataDir, 'db'));
  for (const entry of dataEntries) rmSync(join(dataDir, entry), { recursive: true, force: true });
  await lock.release();
}

interface Surroundings extends Base {
  readonly addresses: Addresses;
  readonly doors: Readonly<Record<'integration' | 'production', DoorClients>>;
  readonly options: EmbeddedOptions;
  readonly privatePersons: PrivatePersons;
}

/** What is around the hubs: identity providers, civil register, mailbox, and a service to sign in to. */
async function startSurroundings(stack: AsyncDisposableStack, around: Surroundings): Promise<DemoRegister> {
  const { addresses, store, masterKey, doors, options, logger, privatePersons } = around;
  const { list: listPrivatePersons } = privatePersons;
  const { ports } = addresses;
  const keys = await loadDemoKeys(options.dataDir, createVault(masterKey));
  const clients = await demoProviderClients(addresses, store);
  const professionalsClient = {
    clientId: professionalsClientId,
    clientSecret: await keptSecret(store, 'professionals-client'),
    redirectUris: [`${addresses.portal}/sign-in/professional/callback`],
    postLogoutRedirectUris: [],
  };
  const integration = (platform: 'standard' | 'plus') =>
    addresses.issuer({ platform, environment: 'integration' });
  const settings = {
    franceconnect: { issuer: integration('standard'), ...doors.integration.franceconnect },
    plusSubstantial: { issuer: integration('plus'), ...doors.integration.plusSubstantial },
    plusHigh: { issuer: integration('plus'), ...doors.integration.plusHigh },
  };
  const register = await listen('civil register', ports.civilRegister, (port) =>
    startDemoRegister({ host: loopback, port, listPrivatePersons }),
  );
  stack.defer(() => register.close());
  const started = await Promise.all([
    listen('identity providers', ports.providers, (port) =>
      startDemoProviders({
        host: loopback,
        port,
        clients,
        keys: keys.providers,
        listPrivatePersons,
        professionals: { clients: [professionalsClient] },
        logger,
      }),
    ),
    listen('mailbox', ports.mailbox, (httpPort) =>
      startMailbox({
        host: loopback,
        publicHost: 'localhost',
        httpPort,
        smtpPort: ports.smtp,
        dataDir: join(options.dataDir, 'mailbox'),
        logger,
      }),
    ),
    listen('demo service', ports.demoService, (port) =>
      startDemoService({
        host: loopback,
        port,
        doors: settings,
        keys: keys.service,
        outboundPolicy: embeddedPolicy,
        logger,
      }),
    ),
  ]);
  for (const part of started) stack.defer(() => part.close());
  return register;
}
