import type { HubDeps } from './deps.ts';

/** What a hub must have before it is given citizens: its in-flight store, keys that sign, and whatever the composition adds. */
export function readinessChecks(
  deps: Pick<HubDeps, 'inflight' | 'keyRing' | 'readiness'>,
): Readonly<Record<string, () => Promise<void>>> {
  return {
    'inflight-store': () => deps.inflight.ping(),
    keys: async () => {
      deps.keyRing.signer('ES256');
    },
    ...deps.readiness,
  };
}
