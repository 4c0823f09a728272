/** Starts the four hubs of the embedded federation over one durable store; each has its own in-flight store and sealing key. */
import { type CivilRegister, type Environment, type HubId, systemClock } from '@garance/core';
import { createSmtpDelivery, type HubConfig, hubConfigSchema, transactionTtlSeconds } from '@garance/hub';
import type { RehearsalService } from '@garance/qualification/rehearsal';
import {
  type CountWriter,
  createCountWriter,
  createOutboxWorker,
  createSignInWriter,
  createTraceWriter,
  type ProviderRefusal,
  type SignInWriter,
  type TraceWriter,
} from '@garance/store';
import type { MeasureRequests } from '@garance/web/server';
import { brandNames } from '@garance/web/view';
import { type ComposedHub, composeHub } from '../compose-hub.ts';
import { reportMail } from '../report-mail.ts';
import { signInMail } from '../sign-in-mail.ts';
import { loadSubjectKeys } from '../subject-keys.ts';
import { type Addresses, hubIds } from './addresses.ts';
import type { Base } from './base.ts';
import { listen } from './listen.ts';
import { openRegisters } from './open-registers.ts';
import { operatorMail } from './operator-mail.ts';
import type { HubSettings } from './options.ts';
import type { RegisterOptions } from './register-settings.ts';
import type { TestAccounts } from './test-accounts.ts';

interface HubsInput extends Base {
  readonly addresses: Addresses;
  readonly testAccounts: TestAccounts;
  readonly rehearsalService: RehearsalService;
  readonly registerOptions: RegisterOptions;
  readonly hubSettings: HubSettings;
  /** Measures the requests of the server with this name. */
  readonly measure: (server: string) => MeasureRequests;
}

const sender = 'Garance <ne-pas-repondre@garance.example>';
const smtpTimeoutMs = 10_000;

/**
 * Starts the hubs and the workers of mails, sign-ins and traces; `stack` ends them in reverse order.
 * @throws UsageError when a port is in use
 */
export async function startHubs(
  stack: AsyncDisposableStack,
  input: HubsInput,
): Promise<readonly ComposedHub[]> {
  const { store, addresses, outbound, logger } = input;
  startMailWorker(stack, input);
  const signIns = createSignInWriter({ append: store.signIns.append, clock: systemClock });
  stack.defer(() => signIns.close());
  const trace = createTraceWriter({ append: store.portal.trace.append, logger });
  stack.defer(() => trace.close());
  const counts = createCountWriter({ add: store.loginCounts.add, logger });
  stack.defer(() => counts.close());
  const refusals = createTraceWriter({ append: store.providerRefusals.append, logger });
  stack.defer(() => refusals.close());
  const registers = openRegisters(stack, {
    options: input.registerOptions,
    demoUrl: addresses.civilRegister,
    policy: outbound.policy,
    logger,
  });
  const hubs = await Promise.all(
    hubIds.map((hub) => startHub(stack, { ...input, hub, signIns, trace, counts, refusals, registers })),
  );
  const unsubscribe = await store.changes.subscribe(() => {
    for (const hub of hubs) {
      hub.refresh().catch((err: unknown) => logger.error({ err }, 'configuration not refreshed'));
    }
  });
  stack.defer(unsubscribe);
  return hubs;
}

interface HubInput extends HubsInput {
  readonly hub: HubId;
  readonly signIns: SignInWriter;
  readonly trace: TraceWriter;
  readonly counts: CountWriter;
  readonly refusals: TraceWriter<ProviderRefusal>;
  readonly registers: Readonly<Record<Environment, CivilRegister>>;
}

async function startHub(stack: AsyncDisposableStack, input: HubInput): Promise<ComposedHub> {
  const { hub, store, addresses, masterKey, outbound, logger, signIns, trace, registers, testAccounts } =
    input;
  const config = configOf(hub, addresses, input.hubSettings);
  const composed = await composeHub({
    config,
    store,
    masterKey,
    clock: systemClock,
    outbound,
    register: registers[hub.environment],
    subjectKeys: await loadSubjectKeys(store, hub.environment),
    recordSignIn: signIns.write,
    trace,
    counts: input.counts,
    recordProviderRefusal: input.refusals.record,
    ...(hub.environment === 'integration' && {
      isForeignTestAccount: testAccounts.isForeign,
      rehearsal: input.rehearsalService.portFor,
    }),
    notify: (notice) =>
      store.outbox.enqueue(signInMail(notice, { clock: systemClock, platformName: config.platformName })),
    reportSignIn: async (reference) => {
      const hubName = `${config.platformName} (${hub.environment})`;
      const mail = reportMail({ reference, operatorMail, hubName, clock: systemClock });
      await store.signIns.report(reference, { atMs: systemClock.now(), mail });
    },
    measureRequests: input.measure(`hub-${hub.platform}-${hub.environment}`),
    logger: logger.child({ hub: `${hub.platform}-${hub.environment}` }),
  });
  stack.defer(() => composed.close());
  const port = addresses.ports.hubs[hub.platform][hub.environment];
  await listen(`hub ${hub.platform} ${hub.environment}`, port, () =>
    composed.app.listen({ host: '127.0.0.1', port }),
  );
  return composed;
}

function configOf(hub: HubId, addresses: Addresses, settings: HubSettings): HubConfig {
  return hubConfigSchema.parse({
    ...hub,
    issuer: addresses.issuer(hub),
    platformName: brandNames[hub.platform],
    partnerSpaceUrl: addresses.portal,
    transactionTtlSeconds: transactionTtlSeconds[hub.platform],
    ...(settings.trustedProxies === undefined && oneMachine),
    ...settings,
  });
}

/** Limits for one client address, since all tests and demonstrations use the same one. Behind a trusted proxy the defaults apply. */
const oneMachine = { interactionsPerMinutePerAddress: 6_000, inflightSharePerAddress: 0.5 };

function startMailWorker(stack: AsyncDisposableStack, { store, addresses, logger }: HubsInput): void {
  const delivery = createSmtpDelivery({ url: addresses.smtp, from: sender, timeoutMs: smtpTimeoutMs });
  const worker = createOutboxWorker({
    outbox: store.outbox,
    send: delivery.send,
    clock: systemClock,
    logger,
  });
  worker.start();
  stack.defer(async () => {
    await worker.stop();
    delivery.close();
  });
}
