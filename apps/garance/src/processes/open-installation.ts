/** What every process of an installation stands on: the durable store, the log, the outbound client. */
import { GaranceError, type HubId, systemClock } from '@garance/core';
import { openPlatformStore, type PlatformStore } from '@garance/portal';
import { createVault, loadMasterKey } from '@garance/store';
import { createOutbound, type Outbound } from '@garance/web/outbound';
import { createPino } from '@garance/web/server';
import { UsageError } from '../embedded/usage-error.ts';
import type { Configuration } from './config/schema.ts';

export interface Installation {
  readonly configuration: Configuration;
  readonly store: PlatformStore;
  readonly masterKey: Uint8Array;
  readonly logger: ReturnType<typeof createPino>;
  readonly outbound: Outbound;
}

interface OpenInput {
  readonly configuration: Configuration;
  /** In the log. */
  readonly name: string;
  readonly schema: 'apply' | 'check';
}

/**
 * @throws UsageError when the database does not answer or refuses the user
 * @throws GaranceError `store.schema_unknown`, `store.wrong_master_key`
 */
export async function openInstallation(
  stack: AsyncDisposableStack,
  { configuration, name, schema }: OpenInput,
): Promise<Installation> {
  const { database, mail, development, outboundPorts } = configuration;
  const logger = createPino({ name, level: configuration.logLevel });
  const masterKey = await loadMasterKey({ fromEnv: configuration.masterKey });
  const store = await openPlatformStore({
    ...database,
    schema,
    vault: createVault(masterKey),
    clock: systemClock,
    logger,
    mailDomain: mail.domain,
  }).catch(refuseUnreachable);
  stack.defer(() => store.close());
  const policy = { allowHttp: false, allowPrivateAddresses: false, ...development };
  const outbound = createOutbound({
    policy: { ...policy, ...(outboundPorts !== undefined && { ports: outboundPorts }) },
  });
  stack.defer(() => outbound.close());
  return { configuration, store, masterKey, logger, outbound };
}

/** Errors of the connection and of PostgreSQL (class 28: refused user, 3D: no such database), without the address. */
const connectionFailure = /^(?:E[A-Z]+|28\w{3}|3D000)$/;

function refuseUnreachable(error: unknown): never {
  if (error instanceof GaranceError) throw error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!connectionFailure.test(code)) throw error;
  throw new UsageError(`The database of database.url does not take the connection (${code}).`);
}

/** Issuer of a hub of this installation. */
export function issuersOf({ hubs }: Configuration): (hub: HubId) => string {
  return ({ platform, environment }) => {
    const found = hubs.find((hub) => hub.platform === platform && hub.environment === environment);
    if (found === undefined) throw new GaranceError('general.not_found');
    return found.issuer;
  };
}
