import type { HubDeps } from './deps.ts';

/** What a hub needs before it serves citizens: its in-flight store, keys that sign, and what the composition adds. */
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
