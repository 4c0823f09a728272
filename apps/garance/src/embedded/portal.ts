/** Starts the partner space of the embedded federation, with the page of addresses and accounts. */
import { personFingerprint, systemClock } from '@garance/core';
import { rotateHubKeys, softwareKeys } from '@garance/hub';
import {
  buildPortal,
  type DemonstrationAccount,
  ensureTemplates,
  type PortalDeps,
  portalConfigSchema,
  seedDemonstration,
} from '@garance/portal';
import { createVault, deriveKeys } from '@garance/store';
import { startBackgroundJobs } from '../background-jobs.ts';
import type { ComposedHub } from '../compose-hub.ts';
import { keySchedule } from '../processes/key-schedule.ts';
import { loadSubjectKeys } from '../subject-keys.ts';
import { type Addresses, hubIds } from './addresses.ts';
import type { Base } from './base.ts';
import { keptSecret } from './demo-registrations.ts';
import { listen } from './listen.ts';
import { operatorMail } from './operator-mail.ts';
import { createQualificationRunner } from './qualification-runner.ts';
import type { Rehearsals } from './rehearsal.ts';
import type { RunFile } from './run-file.ts';
import { mountWelcome, welcomePath } from './welcome/welcome-server.ts';

interface PortalInput extends Base {
  readonly addresses: Addresses;
  readonly run: RunFile;
  readonly hubs: readonly ComposedHub[];
  readonly partners: readonly DemonstrationAccount[];
  readonly rehearsals: Rehearsals;
  readonly rehearsalScale: number | undefined;
  readonly qualificationOnly: readonly string[] | undefined;
  /** Shared secret of webhooks from an outside habilitation site. */
  readonly datapassSecret: string | undefined;
  readonly trustedProxies: readonly string[] | undefined;
  readonly keepAuditHead: NonNullable<PortalDeps['keepAuditHead']>;
}

/** Client id of the partner space at the demo provider for professionals. */
export const professionalsClientId = 'garance-portal';

/** Starts the partner space and its workers; `stack` ends them. */
export async function startPortal(stack: AsyncDisposableStack, input: PortalInput): Promise<PortalDeps> {
  const { addresses, run, store, logger } = input;
  const deps = await portalDeps(input);
  await ensureTemplates(store.portal);
  await seedDemonstration(deps, input.partners);
  const portal = buildPortal(deps);
  mountWelcome(portal, run);
  stack.defer(() => portal.close());
  const { portal: port } = addresses.ports;
  await listen('partner space', port, () => portal.listen({ host: '127.0.0.1', port }));
  const keys = keySchedule({
    // One process works on this database.
    store: { hubKeys: input.store.hubKeys, exclusively: async (_name, work) => work().then(() => true) },
    custody: softwareKeys,
    clock: systemClock,
    hubs: hubIds,
    keyRotationDays: 90,
  });
  startBackgroundJobs(stack, deps, { telemetry: input.telemetry, more: keys });
  logger.debug({ port }, 'partner space listens');
  return deps;
}

async function portalDeps(input: PortalInput): Promise<PortalDeps> {
  const { addresses, store, masterKeys, outbound, logger, hubs, rehearsals, datapassSecret } = input;
  const sealing = deriveKeys(masterKeys, 'garance portal');
  return {
    config: portalConfigSchema.parse({
      origin: addresses.portal,
      operatorMail,
      band: 'demonstration',
      datapassSecret,
      demoHref: welcomePath,
      professionals: {
        issuer: `${addresses.providersOrigin}/professionals`,
        clientId: professionalsClientId,
        clientSecret: await keptSecret(store, 'professionals-client'),
      },
      ...(input.trustedProxies !== undefined && { trustedProxies: input.trustedProxies }),
      relaxedAddresses: true,
    }),
    clock: systemClock,
    logger: logger.child({ part: 'portal' }),
    store,
    vault: createVault(sealing.current, sealing.other),
    outbound,
    issuerOf: addresses.issuer,
    environments: ['integration', 'production'],
    measureRequests: input.telemetry.requests('portal'),
    keepAuditHead: input.keepAuditHead,
    qualificationRunner: createQualificationRunner(rehearsals, {
      policy: outbound.policy,
      scale: input.rehearsalScale,
      only: input.qualificationOnly,
      logger,
    }),
    fingerprintPerson: async (environment, person) =>
      personFingerprint((await loadSubjectKeys(store, environment)).override, person),
    rotateKeys: async (hub) => {
      const kids = await rotateHubKeys({
        hub,
        store: store.hubKeys,
        custody: softwareKeys,
        clock: systemClock,
      });
      const running = hubs.find(
        (composed) => composed.hub.platform === hub.platform && composed.hub.environment === hub.environment,
      );
      await running?.refresh();
      return kids;
    },
  };
}
