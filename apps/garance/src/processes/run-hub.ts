/** The process of one hub. Nodes of one hub are equal: any number of them can use one database and one Valkey. */
import { type HubId, systemClock } from '@garance/core';
import {
  type CivilRegisterSettings,
  type HubConfig,
  hubConfigSchema,
  openCivilRegister,
  transactionTtlSeconds,
} from '@garance/hub';
import { connectValkey, createValkeyInflightStore, type InflightStore } from '@garance/store';
import { brandNames } from '@garance/web/view';
import { composeHub } from '../compose-hub.ts';
import { UsageError } from '../embedded/usage-error.ts';
import { followChanges, hubMails, startWriters } from '../hub-writers.ts';
import { loadSubjectKeys } from '../subject-keys.ts';
import { observeRegister, serverOf } from '../telemetry/observe-hub.ts';
import type { Configuration, HubSection } from './config/schema.ts';
import { type Installation, openHubStore, openInstallation } from './open-installation.ts';
import {
  closeWithin,
  createDrain,
  endOnSignal,
  listenOn,
  processChecks,
  startInternalListener,
} from './serve.ts';

/** Starts the hub; resolves when it listens, with a promise that resolves at its end. */
export async function runHub(
  configuration: Configuration,
  section: HubSection,
): Promise<{ readonly ended: Promise<void> }> {
  const { platform, environment, listen, internal } = section;
  const name = serverOf({ platform, environment });
  await using stack = new AsyncDisposableStack();
  const installation = await openInstallation(stack, {
    configuration,
    name,
    schema: 'check',
    open: openHubStore,
  });
  const { store, logger, token, telemetry } = installation;
  // An unusable token is reported at the start, with its reason, instead of at the first login.
  await token?.check();
  const { drain } = configuration;
  const draining = createDrain();
  const inflight = await openInflight({ platform, environment }, installation);
  const config = hubConfigOf(configuration, section);
  const readiness = {
    ...processChecks(store, configuration, draining),
    ...(token !== undefined && { 'key-token': token.check }),
  };
  const hub = await composeHub({
    config,
    store,
    ...(inflight !== undefined && { inflight }),
    masterKeys: installation.masterKeys,
    custody: installation.custody,
    clock: systemClock,
    outbound: installation.outbound,
    register: openRegister(stack, installation, environment),
    subjectKeys: await loadSubjectKeys(store, environment),
    ...startWriters(stack, { store, logger, telemetry, retrySignInsForMs: retrySignInsForMs[platform] }),
    ...hubMails(stack, {
      store,
      config,
      operatorMail: configuration.mail.operator,
    }),
    telemetry,
    keyRotationDays: configuration.worker?.keyRotationDays ?? 0,
    readiness,
    probesElsewhere: true,
    logger,
  });
  stack.defer(() => hub.close());
  await followChanges(stack, installation, [hub]);
  await startInternalListener(stack, {
    listener: internal,
    telemetry,
    logger,
    readiness: { checks: hub.readiness, mayFail: mayFail[platform] },
  });
  stack.defer(() => closeWithin(hub.app, { deadlineMs: drain.deadlineSeconds * 1000, logger }));
  await listenOn('listen', hub.app, listen);
  const started = stack.move();
  return { ended: endOnSignal(draining, drain.noticeSeconds, () => started.disposeAsync()) };
}

/** On standard, no sign-in is lost when the database is unavailable for half a minute (security.md, faults 2). */
const retrySignInsForMs = { standard: 60_000, plus: 0 } as const;

/** A login on standard reads no durable data, and its writes can wait; one on plus ends only when it is recorded. */
const mayFail = { standard: ['durable-store'], plus: [] } as const;

function hubConfigOf({ trustedProxies, portal }: Configuration, section: HubSection): HubConfig {
  const { listen: _listen, internal: _internal, ...settings } = section;
  return hubConfigSchema.parse({
    platformName: brandNames[section.platform],
    transactionTtlSeconds: transactionTtlSeconds[section.platform],
    ...settings,
    ...(trustedProxies.length > 0 && { trustedProxies }),
    ...(portal !== undefined && { partnerSpaceUrl: portal.origin }),
  });
}

/** Undefined: the hub's default, in memory. */
async function openInflight(
  { platform, environment }: HubId,
  { configuration: { inflight }, logger }: Pick<Installation, 'configuration' | 'logger'>,
): Promise<InflightStore | undefined> {
  if (inflight.kind === 'memory') return undefined;
  // Hubs may share servers but not entries: a client's `jti` and an address's count belong to one hub.
  const options = { ...inflight, keyPrefix: `${platform}-${environment}:`, logger };
  const connection = await connectValkey(options).catch(() => {
    throw new UsageError('inflight: no server answers there, or it refuses the user.');
  });
  return createValkeyInflightStore(connection, { clock: systemClock });
}

function openRegister(
  stack: AsyncDisposableStack,
  { configuration, outbound, logger, telemetry }: Omit<Installation, 'store'>,
  environment: HubId['environment'],
) {
  const { register, development } = configuration;
  // The check of the configuration has refused absent settings.
  const settings: CivilRegisterSettings = register[environment] ?? { url: '' };
  const opened = openCivilRegister(settings, {
    environment,
    clock: systemClock,
    logger,
    observer: observeRegister(telemetry, environment),
    ...(development !== undefined && { policy: outbound.policy }),
  });
  stack.defer(opened.close);
  return opened.register;
}
