import type { Composition } from './composition.ts';
import type { HubKeys, Metadata } from './hub/hub.ts';
import type { Settings } from './settings.ts';
import { type Accounts, createAccounts } from './state/accounts.ts';
import { createSessionStore, type SessionStore } from './state/sessions.ts';

/** One running service: what it is made of, what it was told, what it remembers. */
export interface Specimen {
  readonly composition: Composition;
  readonly settings: Settings;
  readonly sessions: SessionStore;
  readonly accounts: Accounts;
  readonly hub: {
    metadata(): Promise<Metadata>;
    /** Made at first use. */
    keys(): HubKeys;
    /** What `metadata` and others keep between sign-ins. */
    readonly kept: { metadata?: { readonly document: Metadata; readonly atMs: number } };
  };
}

export function createSpecimen(composition: Composition, settings: Settings): Specimen {
  let keys: HubKeys | undefined;
  const specimen: Specimen = {
    composition,
    settings,
    sessions: createSessionStore(settings.clock),
    accounts: createAccounts(),
    hub: {
      metadata: () => composition.does.metadata(specimen),
      keys: () => {
        keys ??= composition.does.createKeys(specimen);
        return keys;
      },
      kept: {},
    },
  };
  return specimen;
}
