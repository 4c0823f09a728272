import { round } from './statistics.ts';

/** What was measured of one target; the names are those of the summary for machines. */
export interface Figures {
  readonly loginsPerSecond: number;
  readonly cpuMsPerLogin: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly rssMiB: number;
}

/** The summary for machines. Ratios are hub to peer, so less is better for `cpu` and more for `loginsPerSecond`. */
export interface Summary {
  readonly hub: Figures;
  readonly peers: Readonly<Record<string, Figures>>;
  readonly ratio: Readonly<Record<string, { readonly cpu: number; readonly loginsPerSecond: number }>>;
  readonly limit: { readonly cpuMsPerLogin: number };
}

export const hubName = 'hub';

/** `undefined` when the hub was not among the measured targets. */
export function summarise(figures: ReadonlyMap<string, Figures>, limitCpuMs: number): Summary | undefined {
  const hub = figures.get(hubName);
  if (!hub) return undefined;
  const peers = [...figures].filter(([name]) => name !== hubName);
  const ratios = peers.map(([name, peer]) => [
    name,
    {
      cpu: round(hub.cpuMsPerLogin / peer.cpuMsPerLogin, 3),
      loginsPerSecond: round(hub.loginsPerSecond / peer.loginsPerSecond, 3),
    },
  ]);
  return {
    hub,
    peers: Object.fromEntries(peers),
    ratio: Object.fromEntries(ratios),
    limit: { cpuMsPerLogin: limitCpuMs },
  };
}
