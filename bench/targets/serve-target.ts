import { serveCommands } from '../processes/child.ts';
import { createProfiler } from '../processes/profiler.ts';
import { ownUsage } from '../processes/usage.ts';
import type { ProfileLine, StartedTarget, StoreCalls, TargetConfig, Usage } from '../shared/contract.ts';

export type TargetCommands = {
  start: { in: TargetConfig; out: Omit<StartedTarget, 'storeCalls'> };
  storeCalls: { in: undefined; out: StoreCalls | undefined };
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
      const { storeCalls: read, ...started } = await start(config);
      storeCalls = read;
      return started;
    },
    storeCalls: () => storeCalls?.(),
    usage: ownUsage,
    startProfile: profiler.start,
    stopProfile: profiler.stop,
  });
}
