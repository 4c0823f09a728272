import { personFingerprint, systemClock } from '@garance/core';
import { rotateHubKeys } from '@garance/hub';
import { type PortalDeps, portalConfigSchema } from '@garance/portal';
import { createVault, deriveKeys } from '@garance/store';
import { keepAuditHeadIn } from '../embedded/audit-exports.ts';
import { loadSubjectKeys } from '../subject-keys.ts';
import type { PortalSection } from './config/schema.ts';
import { type Installation, issuersOf } from './open-installation.ts';

/**
 * Dependencies of the partner space and its periodic work. There is no runner of the qualification suite: rehearsals
 * need hubs in the same process.
 */
export function portalParts(installation: Installation, section: PortalSection): PortalDeps {
  const { configuration, store, masterKeys, custody, logger, outbound } = installation;
  const { mail, trustedProxies, outboundPorts, hubs, development, worker } = configuration;
  const { listen: _listen, internal: _internal, alertsUrl: _alertsUrl, ...settings } = section;
  const sealing = deriveKeys(masterKeys, 'garance portal');
  const exports = worker?.auditExportsDirectory;
  return {
    config: portalConfigSchema.parse({
      ...settings,
      operatorMail: mail.operator,
      ...(trustedProxies.length > 0 && { trustedProxies }),
      ...(outboundPorts !== undefined && { outboundPorts }),
      relaxedAddresses: development?.allowHttp ?? false,
    }),
    clock: systemClock,
    logger,
    store,
    vault: createVault(sealing.current, sealing.other),
    outbound,
    issuerOf: issuersOf(configuration),
    environments: [...new Set(hubs.map(({ environment }) => environment))],
    fingerprintPerson: async (environment, person) =>
      personFingerprint((await loadSubjectKeys(store, environment)).override, person),
    // New keys are only inserted: the nodes of the hub load them when the database notifies them.
    rotateKeys: (hub) => rotateHubKeys({ hub, store: store.hubKeys, custody, clock: systemClock }),
    ...(exports !== undefined && { keepAuditHead: keepAuditHeadIn(exports) }),
  };
}
