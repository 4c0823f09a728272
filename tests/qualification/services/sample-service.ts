import type { Settings } from './settings.ts';
import { createAccounts } from './state/accounts.ts';
import { createSessionStore } from './state/sessions.ts';
import type { HubKeys, ImplementationTable, SampleService } from './types.ts';

export function createSampleService(implementation: ImplementationTable, settings: Settings): SampleService {
  let keys: HubKeys | undefined;
  const service: SampleService = {
    implementation,
    settings,
    sessions: createSessionStore(settings.clock),
    accounts: createAccounts(),
    hub: {
      metadata: () => implementation.does.metadata(service),
      keys: () => {
        keys ??= implementation.does.createKeys(service);
        return keys;
      },
      kept: {},
    },
  };
  return service;
}
