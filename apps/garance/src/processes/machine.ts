/** Commands of the machine on an installation: they open its database themselves, beside the processes that run. */
import { systemClock } from '@garance/core';
import { rotateHubKeys } from '@garance/hub';
import { openPlatformStore } from '@garance/portal';
import type { RotationReport, Send } from '../embedded/control-requests.ts';
import { UsageError } from '../embedded/usage-error.ts';
import { machineVerbs, type Verbs } from '../machine-verbs.ts';
import { readConfiguration } from './config/check-configuration.ts';
import { type Installation, openInstallation } from './open-installation.ts';
import { portalParts } from './portal-parts.ts';

/** Sends verbs to the installation of a configuration file; its database is closed with `stack`. */
export async function openMachine(stack: AsyncDisposableStack, file: string): Promise<Send> {
  const configuration = readConfiguration(file, process.env);
  const { portal } = configuration;
  if (portal === undefined)
    throw new UsageError('portal: the section is missing. See docs/configuration.md.');
  const installation = await openInstallation(stack, {
    configuration,
    name: 'machine',
    schema: 'check',
    open: openPlatformStore,
  });
  const verbs: Verbs = {
    ...machineVerbs(portalParts(installation, portal)),
    '/keys/rotate': () => rotateAll(installation),
  };
  return async (verb, body) => {
    const act = verbs[verb];
    if (act === undefined) throw new UsageError('This command is for the embedded federation alone.');
    return act(body);
  };
}

async function rotateAll({ configuration, store }: Installation): Promise<RotationReport> {
  const rotated = configuration.hubs.map(async ({ platform, environment }) => {
    const hub = { platform, environment };
    const kids = await rotateHubKeys({ hub, store: store.hubKeys, clock: systemClock });
    return { hub: `${platform}/${environment}`, kids };
  });
  return Promise.all(rotated);
}
