/** What every part of the embedded federation needs: the data directory, the store, the log, the outbound client. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@garance/core';
import { createFileAuditAnchor, openPlatformStore, type PlatformStore } from '@garance/portal';
import { createVault, loadMasterKeys, lockDataDirectory, type MasterKeys } from '@garance/store';
import { createOutbound } from '@garance/web/outbound';
import { createPino } from '@garance/web/server';
import { startTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import type { EmbeddedOptions } from './options.ts';

/** Everything here runs on loopback without TLS; nothing outside this machine is ever reached. */
export const embeddedPolicy = { allowHttp: true, allowPrivateAddresses: true };

/** Files that a start leaves in the data directory, which `--reset` removes. */
const dataEntries = [
  'db',
  'mailbox',
  'master.key',
  'master.key.other',
  'demo-keys',
  'run.json',
  'control.sock',
  'audit-heads',
  'audit-exports',
];

export interface Base {
  readonly store: PlatformStore;
  readonly masterKeys: MasterKeys;
  readonly logger: ReturnType<typeof createPino>;
  readonly outbound: ReturnType<typeof createOutbound>;
  readonly telemetry: Telemetry;
}

/** Opens the data directory, emptied first with `reset`. @throws GaranceError `store.directory_in_use` */
export async function openBase(stack: AsyncDisposableStack, options: EmbeddedOptions): Promise<Base> {
  const { dataDir, reset, logLevel } = options;
  if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (reset) await removeData(dataDir);
  const logger = createPino({ name: 'garance', level: logLevel });
  const telemetry = await startTelemetry(stack, { settings: options.telemetry, service: 'garance' });
  const { GARANCE_MASTER_KEY: fromEnv, GARANCE_OTHER_MASTER_KEY: otherFromEnv } = process.env;
  const masterKeys = await loadMasterKeys({ dataDir, fromEnv, otherFromEnv });
  const url = `pglite:${join(dataDir, 'db')}`;
  const {
    openStore = (settings) => openPlatformStore({ url, observe: telemetry.calls.queries, ...settings }),
  } = options;
  const store = await openStore({
    vault: createVault(masterKeys.current, masterKeys.other),
    clock: systemClock,
    logger,
    mailDomain: 'garance.example',
    auditAnchor: createFileAuditAnchor(join(dataDir, 'audit-heads')),
  });
  stack.defer(() => store.close());
  const outbound = createOutbound({ policy: embeddedPolicy });
  stack.defer(() => outbound.close());
  return { store, masterKeys, logger, outbound, telemetry };
}

/** Refused while a process uses the directory. @throws GaranceError `store.directory_in_use` */
async function removeData(dataDir: string): Promise<void> {
  const lock = await lockDataDirectory(join(dataDir, 'db'));
  for (const entry of dataEntries) rmSync(join(dataDir, entry), { recursive: true, force: true });
  await lock.release();
}
