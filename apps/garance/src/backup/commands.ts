/** `garance backup` and `garance restore`. */

import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '@garance/core';
import { openPlatformStore, type PlatformStore } from '@garance/portal';
import { isEmptyDatabase } from '@garance/store';
import type { Send } from '../embedded/control-requests.ts';
import { dataFolderSetting } from '../embedded/data-folder.ts';
import { UsageError } from '../embedded/usage-error.ts';
import type { Env } from '../env.ts';
import { readConfiguration } from '../processes/config/check-configuration.ts';
import type { Configuration } from '../processes/config/schema.ts';
import { openInstallation } from '../processes/open-installation.ts';
import { backUpPostgres } from './back-up.ts';
import { type Restored, restoreEmbedded, restorePostgres } from './restore.ts';

/** @param askEmbedded sends a verb to the running embedded federation */
export async function backup(args: readonly string[], env: Env, askEmbedded: Send): Promise<void> {
  const { directory, config } = parse(args);
  // Checked here first: a federation that refuses says only that it failed.
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new UsageError(`${directory} is not empty.`);
  if (config === undefined) await askEmbedded('/backup', { directory });
  else {
    const configuration = readConfiguration(config, env);
    await using stack = new AsyncDisposableStack();
    const { store } = await openOn(stack, configuration, 'check');
    await backUpPostgres({ store, clock: systemClock, directory }, configuration.database.url);
  }
  process.stdout.write(
    `${directory} holds a copy of the database. The master key is not in it: keep that elsewhere.\n`,
  );
}

export async function restore(args: readonly string[], env: Env): Promise<void> {
  const { directory, config, acceptLoss } = parse(args);
  const order = { backup: directory, acceptLoss };
  const dataDir = resolve(dataFolderSetting.parse(env.GARANCE_DATA));
  const restored =
    config === undefined
      ? await restoreEmbedded(order, {
          dataDir,
          masterKey: env.GARANCE_MASTER_KEY,
          otherMasterKey: env.GARANCE_OTHER_MASTER_KEY,
        })
      : await restoreInstallation(order, readConfiguration(config, env));
  process.stdout.write(`${describe(restored)}\n`);
}

async function restoreInstallation(
  order: Parameters<typeof restorePostgres>[0],
  configuration: Configuration,
): Promise<Restored> {
  const { url } = configuration.database;
  return restorePostgres(order, {
    url,
    auditExports: configuration.worker?.auditExportsDirectory,
    isEmpty: () => isEmptyDatabase(url),
    use: async (work) => {
      await using stack = new AsyncDisposableStack();
      const { store } = await openOn(stack, configuration, 'apply');
      return await work(store);
    },
  });
}

function openOn(stack: AsyncDisposableStack, configuration: Configuration, schema: 'apply' | 'check') {
  const input = { configuration, name: 'backup', schema, open: openPlatformStore } as const;
  return openInstallation<PlatformStore>(stack, input);
}

function describe({ madeAt, entries, lost }: Restored): string {
  const loss = lost === 0 ? '' : ` ${lost} entries of the audit log that were written after it are lost.`;
  return `The database is that of ${madeAt}.${loss} Its audit log holds: ${entries} entries. With --config: garance migrate next, for the rights of its users.`;
}

function parse(args: readonly string[]) {
  const options = { config: { type: 'string' }, 'accept-loss': { type: 'boolean', default: false } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [directory, ...more] = positionals;
    if (directory === undefined || more.length > 0) throw new TypeError('Name one directory.');
    return { directory: resolve(directory), config: values.config, acceptLoss: values['accept-loss'] };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unreadable arguments');
  }
}
