/** Composes one hub from its stores and settings. The embedded start uses it four times. */
import {
  type CivilRegister,
  type Clock,
  createGeography,
  type HubId,
  type RehearsalPort,
  type RehearsedHub,
  type SubjectKeys,
  type SubjectOverrides,
} from '@garance/core';
import cog from '@garance/core/cog.json' with { type: 'json' };
import {
  buildHub,
  createClientKeys,
  createProviderGateway,
  createRehearsalKeys,
  ensureHubKeys,
  type HubConfig,
  type HubDeps,
  inspectClientKeys,
  type KeyCustody,
  loadKeyRing,
  loadRegistry,
  type ProviderRefusal,
  type Registry,
  type Rehearsals,
  readinessChecks,
  type SignInNotice,
} from '@garance/hub';
import {
  createMemoryInflightStore,
  createVault,
  type DurableStore,
  deriveKeys,
  type InflightStore,
  type MasterKeys,
  type ProviderRefusal as StoredRefusal,
} from '@garance/store';
import type { Outbound } from '@garance/web/outbound';
import type { createPino } from '@garance/web/server';
import { observeHub, serverOf } from './telemetry/observe-hub.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { keyProblemEntry } from './trace-key-problem.ts';

export interface HubParts {
  readonly config: HubConfig;
  readonly store: DurableStore;
  /** Closed with the hub. Default: in memory, which is for one process only. */
  readonly inflight?: InflightStore;
  readonly masterKeys: MasterKeys;
  /** Where the hub's private keys are made and used. */
  readonly custody: KeyCustody;
  readonly clock: Clock;
  readonly outbound: Outbound;
  readonly register: CivilRegister;
  readonly subjectKeys: SubjectKeys;
  readonly recordSignIn: HubDeps['recordSignIn'];
  readonly notify: (notice: SignInNotice) => Promise<void>;
  readonly reportSignIn: (reference: string) => Promise<void>;
  readonly logger: ReturnType<typeof createPino>;
  /** Records the requests that a service's developers see in the partner space. */
  readonly trace?: HubDeps['trace'];
  /** Where the steps of logins are counted by the hour. */
  readonly counts?: HubDeps['counts'];
  /** Records why a provider's answers were not accepted, for the operator; returns at once. */
  readonly recordProviderRefusal?: (refusal: StoredRefusal) => void;
  readonly isForeignTestAccount?: HubDeps['isForeignTestAccount'];
  /** Counts and times what this hub does. */
  readonly telemetry?: Telemetry;
  /** Age at which the schedule adds successors of this hub's keys; default 0, never. For metrics. */
  readonly keyRotationDays?: number;
  /** Integration only: enables rehearsals on this hub. */
  readonly rehearsal?: (hub: RehearsedHub) => RehearsalPort;
  /** Named readiness checks beyond the hub's own and its stores'. */
  readonly readiness?: HubDeps['readiness'];
  /** Health and readiness are answered by another listener than the hub's own. */
  readonly probesElsewhere?: boolean;
}

export interface ComposedHub {
  readonly hub: HubId;
  readonly app: ReturnType<typeof buildHub>;
  /** Every readiness check, by name. */
  readonly readiness: Readonly<Record<string, () => Promise<void>>>;
  /** Reloads registrations, providers, keys and subject overrides from the durable store. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const geography = createGeography(cog);

/**
 * Composes a hub, creating its first keys when there are none.
 * @throws TypeError when rehearsals are given to a production hub
 */
export async function composeHub(parts: HubParts): Promise<ComposedHub> {
  const { config, store, custody, clock, outbound, logger } = parts;
  const hub: HubId = { platform: config.platform, environment: config.environment };
  await ensureHubKeys({ hub, store: store.hubKeys, custody, clock });
  const [registry, keyRing, firstOverrides] = await Promise.all([
    loadRegistry(hub, store),
    loadKeyRing({ hub, store: store.hubKeys, custody, clock }),
    store.subjectOverrides.list(hub.environment),
  ]);
  let overrides: SubjectOverrides = firstOverrides;
  const inflight = parts.inflight ?? createMemoryInflightStore({ clock });
  const sealing = hubKeysFrom(parts.masterKeys, hub);
  const readiness = { 'durable-store': () => store.ping(), ...parts.readiness };
  const checks = readinessChecks({ inflight, keyRing, readiness });
  const observed = parts.telemetry === undefined ? undefined : observeHub(parts.telemetry, hub);
  parts.telemetry?.gauges.keys(serverOf(hub), keyRing.activeKeys, parts.keyRotationDays ?? 0);
  parts.telemetry?.gauges.readiness(serverOf(hub), checks);
  const app = buildHub({
    config,
    clock,
    logger,
    registry,
    inflight: observed?.inflight(inflight) ?? inflight,
    vault: createVault(sealing.current, sealing.other),
    keyRing,
    clientKeys: clientKeysOf(hub, parts, observed?.services(outbound) ?? outbound),
    gateway: createProviderGateway({
      outbound,
      clock,
      decryptor: keyRing.decryptor,
      logger,
      onRefusal: (refusal) => {
        if (isForOperator(refusal)) parts.recordProviderRefusal?.(storedRefusal(hub, refusal));
      },
      ...(observed !== undefined && { observe: observed.provider }),
    }),
    register: parts.register,
    geography,
    subjectKeys: parts.subjectKeys,
    subjectOverrides: () => overrides,
    recordSignIn: observed?.signIns(parts.recordSignIn) ?? parts.recordSignIn,
    notify: parts.notify,
    findSignIn: store.signIns.find,
    reportSignIn: parts.reportSignIn,
    ...(observed !== undefined && { measureRequests: observed.measureRequests, steps: observed.steps }),
    ...(parts.trace !== undefined && { trace: parts.trace }),
    ...(parts.counts !== undefined && { counts: parts.counts }),
    ...(parts.isForeignTestAccount !== undefined && { isForeignTestAccount: parts.isForeignTestAccount }),
    ...(parts.rehearsal !== undefined && { rehearsal: rehearsalsOf(parts, parts.rehearsal, registry) }),
    probesElsewhere: parts.probesElsewhere ?? false,
    readiness,
  });
  return {
    hub,
    app,
    readiness: checks,
    refresh: async () => {
      await Promise.all([registry.refresh(), keyRing.refresh()]);
      overrides = await store.subjectOverrides.list(hub.environment);
    },
    close: async () => {
      await app.close();
      await inflight.close();
    },
  };
}

/** Keys that services publish; an unusable set is logged and shown to the service's developers. */
function clientKeysOf(
  hub: HubId,
  { clock, logger, trace }: HubParts,
  outbound: Outbound,
): HubDeps['clientKeys'] {
  return createClientKeys({
    outbound,
    clock,
    onProblem: (problem) => {
      logger.warn(problem, 'keys of a service are not usable');
      trace?.record(keyProblemEntry(problem, { hub, atMs: clock.now() }));
    },
  });
}

/** The rehearsal port with the hub's services, and the keys for rehearsed signatures. */
function rehearsalsOf(
  { config, outbound }: HubParts,
  portFor: (hub: RehearsedHub) => RehearsalPort,
  registry: Registry,
): Rehearsals {
  if (config.environment !== 'integration') throw new TypeError('rehearsals are for integration hubs only');
  const keys = createRehearsalKeys();
  const port = portFor({
    issuer: config.issuer,
    platform: config.platform,
    findRegistration: registry.findRegistration,
    inspectClientKeys: (registration) => inspectClientKeys(outbound, registration),
    publishSigningKey: keys.publish,
  });
  return { port, keys };
}

/** Leaves out citizens who cancelled at the provider, unless the provider described an error. */
function isForOperator({ error, providerError }: ProviderRefusal): boolean {
  return error !== 'provider.cancelled' || providerError?.description !== undefined;
}

function storedRefusal(
  hub: HubId,
  { provider, atMs, error, check, providerError }: ProviderRefusal,
): StoredRefusal {
  return {
    hub,
    providerId: provider.id,
    atMs,
    error,
    ...(check !== undefined && { check }),
    ...(providerError !== undefined && { providerError }),
  };
}

/** Each hub has its own sealing key, so that no other hub can open its values (security.md, attack 14). */
function hubKeysFrom(masterKeys: MasterKeys, { platform, environment }: HubId): MasterKeys {
  return deriveKeys(masterKeys, `garance hub ${platform} ${environment}`);
}
