import type { StoreCalls } from '@garance/store';
import { serveCommands } from '../processes/child.ts';
import { createProfiler } from '../processes/profiler.ts';
import { ownUsage } from '../processes/usage.ts';
import type { ProfileLine, StartedTarget, TargetConfig, Usage } from '../shared/contract.ts';

export type TargetCommands = {
  start: { in: TargetConfig; out: Omit<StartedTarget, 'storeCalls'> };
  startCounting: { in: undefined; out: undefined };
  /** Undefined when the store's calls are not counted. */
  stopCounting: { in: undefined; out: StoreCalls | undefined };
  usage: { in: undefined; out: Usage };
  startProfile: { in: undefined; out: undefined };
  stopProfile: { in: string; out: readonly ProfileLine[] };
};

/** Makes this process a target: started once by its parent, then queried for its usage. */
export function serveTarget(start: (config: TargetConfig) => Promise<StartedTarget>): void {
  const profiler = createProfiler();
  let storeCalls: StartedTarget['storeCalls'];
  serveCommands({
    start: async (config: TargetConfig) => {
      const { storeCalls: calls, ...started } = await start(config);
      storeCalls = calls;
      return started;
    },
    startCounting: () => storeCalls?.start(),
    stopCounting: () => storeCalls?.stop(),
    usage: ownUsage,
    startProfile: profiler.start,
    stopProfile: profiler.stop,
  });
}
