import type { Usage } from '../shared/contract.ts';

/** CPU (user and system, all threads) and resident memory of this process. */
export function ownUsage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, rssMiB: process.memoryUsage.rss() / 1024 / 1024 };
}
