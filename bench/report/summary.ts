import { round } from './statistics.ts';

/** Figures of one target, with the names of the machine-readable summary. */
export interface Figures {
  readonly loginsPerSecond: number;
  readonly cpuMsPerLogin: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly rssMiB: number;
}

/** The machine-readable summary. Ratios are hub to peer: lower is better for `cpu`, higher for `loginsPerSecond`. */
export interface Summary {
  readonly hub: Figures;
  readonly peers: Readonly<Record<string, Figures>>;
  readonly ratio: Readonly<Record<string, { readonly cpu: number; readonly loginsPerSecond: number }>>;
  readonly limit: { readonly cpuMsPerLogin: number };
}

export const hubName = 'hub';

/** `undefined` when the hub was not measured. */
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
