/** What every process of an installation needs: the durable store, the log, the outbound client. */
import { GaranceError, type HubId, systemClock } from '@garance/core';
import { type KeyCustody, softwareKeys, tokenKeys } from '@garance/hub';
import type { KeyToken } from '@garance/oidc';
import { createPkcs11Token } from '@garance/pkcs11';
import { type openPlatformStore, type PlatformStore, platformMigrations } from '@garance/portal';
import {
  createVault,
  type DurableStore,
  loadMasterKeys,
  type MasterKeys,
  openDurableStore,
} from '@garance/store';
import { createOutbound, type Outbound } from '@garance/web/outbound';
import { createPino } from '@garance/web/server';
import { UsageError } from '../embedded/usage-error.ts';
import { startTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import type { Configuration } from './config/schema.ts';

export interface Installation<Store = PlatformStore> {
  readonly configuration: Configuration;
  readonly store: Store;
  readonly masterKeys: MasterKeys;
  /** Where private keys of hubs are made and used. */
  readonly custody: KeyCustody;
  /** The token of `custody`, when there is one. */
  readonly token?: KeyToken;
  readonly logger: ReturnType<typeof createPino>;
  readonly outbound: Outbound;
  readonly telemetry: Telemetry;
}

type StoreSettings = Parameters<typeof openPlatformStore>[0];

interface OpenInput<Store> {
  readonly configuration: Configuration;
  /** Name in the log. */
  readonly name: string;
  readonly schema: 'apply' | 'check';
  /** Opens the tables that the process uses. */
  readonly open: (settings: StoreSettings) => Promise<Store>;
}

/** Opens the hubs' tables of a database that has the platform's schema. */
export const openHubStore = (settings: StoreSettings): Promise<DurableStore> =>
  openDurableStore({ ...settings, migrations: platformMigrations });

/**
 * @throws UsageError when the database does not answer or refuses the user
 * @throws GaranceError `store.schema_unknown`, `store.wrong_master_key`
 */
export async function openInstallation<Store extends { close(): Promise<void> }>(
  stack: AsyncDisposableStack,
  { configuration, name, schema, open }: OpenInput<Store>,
): Promise<Installation<Store>> {
  const { mail, development, outboundPorts } = configuration;
  const { users: _users, ...database } = configuration.database;
  const logger = createPino({ name, level: configuration.logLevel });
  const telemetry = await startTelemetry(stack, {
    settings: configuration.telemetry,
    service: `garance-${name}`,
  });
  const masterKeys = await loadMasterKeys({
    fromEnv: configuration.masterKey,
    otherFromEnv: configuration.otherMasterKey,
  });
  const store = await open({
    ...database,
    schema,
    vault: createVault(masterKeys.current, masterKeys.other),
    clock: systemClock,
    logger,
    mailDomain: mail.domain,
    observe: telemetry.calls.queries,
  }).catch(refuseUnreachable);
  stack.defer(() => store.close());
  const policy = { allowHttp: false, allowPrivateAddresses: false, ...development };
  const outbound = createOutbound({
    policy: { ...policy, ...(outboundPorts !== undefined && { ports: outboundPorts }) },
  });
  stack.defer(() => outbound.close());
  return {
    configuration,
    store,
    masterKeys,
    ...openCustody(stack, configuration),
    logger,
    outbound,
    telemetry,
  };
}

/** A token is loaded and logged into at its first use, so that a process without keys needs no token. */
function openCustody(
  stack: AsyncDisposableStack,
  { keys: { pkcs11 } }: Configuration,
): Pick<Installation, 'custody' | 'token'> {
  if (pkcs11 === undefined) return { custody: softwareKeys };
  const token = createPkcs11Token(pkcs11);
  stack.defer(() => token.close());
  return { custody: tokenKeys(token, pkcs11.softwareAlgorithms), token };
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
