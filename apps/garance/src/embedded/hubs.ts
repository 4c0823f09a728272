/** The four hubs of the embedded federation over one durable store, each with in-flight data and a sealing key of its own. */
import { type CivilRegister, type HubId, systemClock } from '@garance/core';
import {
  createHttpCivilRegister,
  createSmtpDelivery,
  type HubConfig,
  hubConfigSchema,
  transactionTtlSeconds,
} from '@garance/hub';
import type { RehearsalDesk } from '@garance/qualification/rehearsal';
import {
  createOutboxWorker,
  createSignInWriter,
  createTraceWriter,
  type SignInWriter,
  type TraceWriter,
} from '@garance/store';
import { brandNames } from '@garance/web/view';
import { type ComposedHub, composeHub } from '../compose-hub.ts';
import { reportMail } from '../report-mail.ts';
import { signInMail } from '../sign-in-mail.ts';
import { loadSubjectKeys } from '../subject-keys.ts';
import { type Addresses, hubIds } from './addresses.ts';
import { listen } from './listen.ts';
import { operatorMail } from './operator-mail.ts';
import type { PrivatePersons } from './private-persons.ts';
import type { Base } from './start.ts';

interface HubsInput extends Base {
  readonly addresses: Addresses;
  readonly privatePersons: PrivatePersons;
  readonly rehearsalDesk: RehearsalDesk;
}

const sender = 'Garance <ne-pas-repondre@garance.example>';
const smtpTimeoutMs = 10_000;

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
  const register = createHttpCivilRegister({ url: addresses.civilRegister, outbound, clock: systemClock });
  const hubs = await Promise.all(
    hubIds.map((hub) => startHub(stack, { ...input, hub, signIns, trace, register })),
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
  readonly register: CivilRegister;
}

async function startHub(stack: AsyncDisposableStack, input: HubInput): Promise<ComposedHub> {
  const { hub, store, addresses, masterKey, outbound, logger, signIns, trace, register, privatePersons } =
    input;
  const config = configOf(hub, addresses);
  const composed = await composeHub({
    config,
    store,
    masterKey,
    clock: systemClock,
    outbound,
    register,
    subjectKeys: await loadSubjectKeys(store, hub.environment),
    recordSignIn: signIns.write,
    trace,
    ...(hub.environment === 'integration' && {
      isForeignTestPerson: privatePersons.isForeign,
      rehearsal: input.rehearsalDesk.portFor,
    }),
    notify: (notice) =>
      store.outbox.enqueue(signInMail(notice, { clock: systemClock, platformName: config.platformName })),
    reportSignIn: (reference) =>
      store.outbox.enqueue(
        reportMail({
          reference,
          operatorMail,
          hubName: `${config.platformName} (${hub.environment})`,
          clock: systemClock,
        }),
      ),
    logger: logger.child({ hub: `${hub.platform}-${hub.environment}` }),
  });
  stack.defer(() => composed.close());
  const port = addresses.ports.hubs[hub.platform][hub.environment];
  await listen(`hub ${hub.platform} ${hub.environment}`, port, () =>
    composed.app.listen({ host: '127.0.0.1', port }),
  );
  return composed;
}

function configOf(hub: HubId, addresses: Addresses): HubConfig {
  return hubConfigSchema.parse({
    ...hub,
    issuer: addresses.issuer(hub),
    platformName: brandNames[hub.platform],
    partnerSpaceUrl: addresses.portal,
    transactionTtlSeconds: transactionTtlSeconds[hub.platform],
    // One machine, one address: tests and demonstrations all come from here.
    interactionsPerMinutePerAddress: 6_000,
  });
}

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
