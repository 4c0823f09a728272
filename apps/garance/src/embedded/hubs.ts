/** Starts the four hubs of the embedded federation over one durable store; each has its own in-flight store and sealing key. */
import { type CivilRegister, type Environment, type HubId, systemClock } from '@garance/core';
import { type HubConfig, hubConfigSchema, softwareKeys, transactionTtlSeconds } from '@garance/hub';
import type { RehearsalService } from '@garance/qualification/rehearsal';
import { brandNames } from '@garance/web/view';
import { type ComposedHub, composeHub } from '../compose-hub.ts';
import { followChanges, type HubWriters, hubMails, startWriters } from '../hub-writers.ts';
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
}

/**
 * Starts the hubs and the workers of sign-ins and traces; `stack` ends them in reverse order.
 * @throws UsageError when a port is in use
 */
export async function startHubs(
  stack: AsyncDisposableStack,
  input: HubsInput,
): Promise<readonly ComposedHub[]> {
  const { addresses, outbound, logger, telemetry } = input;
  const writers = startWriters(stack, input);
  const registers = openRegisters(stack, {
    options: input.registerOptions,
    demoUrl: addresses.civilRegister,
    policy: outbound.policy,
    logger,
    telemetry,
  });
  const hubs = await Promise.all(hubIds.map((hub) => startHub(stack, { ...input, hub, writers, registers })));
  await followChanges(stack, input, hubs);
  return hubs;
}

interface HubInput extends HubsInput {
  readonly hub: HubId;
  readonly writers: HubWriters;
  readonly registers: Readonly<Record<Environment, CivilRegister>>;
}

async function startHub(stack: AsyncDisposableStack, input: HubInput): Promise<ComposedHub> {
  const { hub, store, addresses, masterKeys, outbound, logger, registers, testAccounts } = input;
  const config = configOf(hub, addresses, input.hubSettings);
  const composed = await composeHub({
    config,
    store,
    masterKeys,
    clock: systemClock,
    outbound,
    custody: softwareKeys,
    register: registers[hub.environment],
    subjectKeys: await loadSubjectKeys(store, hub.environment),
    ...input.writers,
    ...hubMails(stack, { store, config, operatorMail }),
    ...(hub.environment === 'integration' && {
      isForeignTestAccount: testAccounts.isForeign,
      rehearsal: input.rehearsalService.portFor,
    }),
    telemetry: input.telemetry,
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
