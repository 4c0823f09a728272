/** The embedded federation: everything in one process, started in the order of its dependencies. */
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
import { createVault } from '@garance/store';
import { startMailWorker } from '../mail-worker.ts';
import { type Addresses, addressesFrom } from './addresses.ts';
import { keepAuditHeadIn } from './audit-exports.ts';
import { type Base, embeddedPolicy, openBase } from './base.ts';
import { startControl } from './control.ts';
import { loadDemoKeys } from './demo-keys.ts';
import {
  type DemoServiceClients,
  demoProviderClients,
  demoServiceClients,
  keptSecret,
} from './demo-registrations.ts';
import { describeFederation } from './describe-federation.ts';
import { startHubs } from './hubs.ts';
import { listen, refuseTakenPorts } from './listen.ts';
import { startMetrics } from './metrics.ts';
import type { EmbeddedOptions } from './options.ts';
import { partnerAccounts } from './partner-seeds.ts';
import { professionalsClientId, startPortal } from './portal.ts';
import { createRehearsals, type Rehearsals, startRehearsalIssuer } from './rehearsal.ts';
import { type RunFile, writeRunFile } from './run-file.ts';
import { readSeeds, seedDurableStore } from './seed.ts';
import { createTestAccounts, type TestAccounts } from './test-accounts.ts';

export interface Federation {
  readonly run: RunFile;
  readonly runFile: string;
  /** Sets faults of the civil register: down, slow or malformed. */
  readonly civilRegister: Pick<DemoRegister, 'setFault'>;
  /** Dependencies of the partner space, for code in the same process: the suite signs with the platform's key. */
  readonly partnerSpace: PortalDeps;
  /** Opens rehearsals of one service on the integration hub of a platform. @throws GaranceError `rehearsal.service_unknown` */
  readonly rehearsal: Rehearsals['open'];
  /** Stops every server, delivers queued mails and releases the data directory. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
const sender = 'Garance <ne-pas-repondre@garance.example>';

/**
 * Starts the federation.
 * @throws UsageError for an unusable seed file or a port in use
 * @throws GaranceError `store.directory_in_use` when another process uses the data directory
 */
export async function startFederation(options: EmbeddedOptions): Promise<Federation> {
  const seeds = readSeeds(options);
  const { hubSettings = {} } = options;
  const addresses = addressesFrom(options.basePort, options.publicAddresses);
  await refuseTakenPorts(addresses);
  await using stack = new AsyncDisposableStack();
  const base = await openBase(stack, options);
  const { store } = base;
  const serviceClients: Readonly<Record<'integration' | 'production', DemoServiceClients>> = {
    integration: await demoServiceClients(store, 'integration'),
    production: await demoServiceClients(store, 'production'),
  };
  await seedDurableStore(store, { addresses, serviceClients, seeds });
  const rehearsals = createRehearsals({ addresses, scale: options.rehearsalScale });
  const testAccounts = createTestAccounts(store.portal, systemClock);
  const hubs = await startHubs(stack, {
    ...base,
    addresses,
    testAccounts,
    rehearsalService: rehearsals.rehearsalService,
    registerOptions: options.register ?? { integration: 'same' },
    hubSettings,
  });
  await startMetrics(stack, { ...base, addresses });
  await startRehearsalIssuer(stack, { ...base, addresses, rehearsalService: rehearsals.rehearsalService });
  const around = { ...base, addresses, serviceClients, options, testAccounts };
  const civilRegister = await startSurroundings(stack, around);
  // After the mailbox, which it needs: mails left by an earlier start would fail, and wait for their next attempt.
  startMailWorker(stack, { ...base, smtpUrl: addresses.smtp, from: sender });
  const runFile = join(options.dataDir, 'run.json');
  const partners = await partnerAccounts(store);
  const run = describeFederation({ addresses, serviceClients, seeds, partners });
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
  });
  const control = await startControl({
    dataDir: options.dataDir,
    store,
    masterKeys: base.masterKeys,
    hubs,
    partnerSpace,
    rehearsals,
  });
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

interface Surroundings extends Base {
  readonly addresses: Addresses;
  readonly serviceClients: Readonly<Record<'integration' | 'production', DemoServiceClients>>;
  readonly options: EmbeddedOptions;
  readonly testAccounts: TestAccounts;
}

/** Starts the servers around the hubs: identity providers, civil register, mailbox and demo service. */
async function startSurroundings(stack: AsyncDisposableStack, around: Surroundings): Promise<DemoRegister> {
  const { addresses, store, masterKeys, serviceClients, options, logger, testAccounts } = around;
  const { list: listTestAccounts } = testAccounts;
  const { ports } = addresses;
  const keys = await loadDemoKeys(options.dataDir, createVault(masterKeys.current, masterKeys.other));
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
    franceconnect: { issuer: integration('standard'), ...serviceClients.integration.franceconnect },
    plusSubstantial: { issuer: integration('plus'), ...serviceClients.integration.plusSubstantial },
    plusHigh: { issuer: integration('plus'), ...serviceClients.integration.plusHigh },
  };
  const register = await listen('civil register', ports.civilRegister, (port) =>
    startDemoRegister({ host: loopback, port, listTestAccounts }),
  );
  stack.defer(() => register.close());
  const started = await Promise.all([
    listen('identity providers', ports.providers, (port) =>
      startDemoProviders({
        host: loopback,
        port,
        clients,
        keys: keys.providers,
        listTestAccounts,
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
        clients: settings,
        keys: keys.service,
        outboundPolicy: embeddedPolicy,
        logger,
      }),
    ),
  ]);
  for (const part of started) stack.defer(() => part.close());
  return register;
}
