/** Commands on the machine of an installation: they open its database themselves, while its processes run. */
import { systemClock } from '@garance/core';
import { openPlatformStore } from '@garance/portal';
import type { Send } from '../embedded/control-requests.ts';
import { UsageError } from '../embedded/usage-error.ts';
import { keyVerbs } from '../key-verbs.ts';
import { machineVerbs, type Verbs } from '../machine-verbs.ts';
import { readConfiguration } from './config/check-configuration.ts';
import { openInstallation } from './open-installation.ts';
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
  const partnerSpace = portalParts(installation, portal);
  const verbs: Verbs = {
    ...machineVerbs(partnerSpace),
    ...keyVerbs({ ...installation, hubs: configuration.hubs, clock: systemClock, partnerSpace }),
  };
  return async (verb, body) => {
    const act = verbs[verb];
    if (act === undefined) throw new UsageError('This command is for the embedded federation alone.');
    return act(body);
  };
}
