import { serveCommands } from '../processes/child.ts';
import { createProfiler } from '../processes/profiler.ts';
import { ownUsage } from '../processes/usage.ts';
import type { ProfileLine, StartedTarget, TargetConfig, Usage } from '../shared/contract.ts';

export type TargetCommands = {
  start: { in: TargetConfig; out: StartedTarget };
  usage: { in: undefined; out: Usage };
  startProfile: { in: undefined; out: undefined };
  stopProfile: { in: string; out: readonly ProfileLine[] };
};

/** Makes this process a target: started once by its parent, then queried for its usage. */
export function serveTarget(start: (config: TargetConfig) => Promise<StartedTarget>): void {
  const profiler = createProfiler();
  serveCommands({ start, usage: ownUsage, startProfile: profiler.start, stopProfile: profiler.stop });
}
