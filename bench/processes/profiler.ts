import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import type { ProfileLine } from '../shared/contract.ts';

/** Profiles this process between the two calls, without start-up and warm-up. */
export function createProfiler(): { start(): Promise<void>; stop(file: string): Promise<ProfileLine[]> } {
  const session = new Session();
  return {
    start: async () => {
      session.connect();
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: 200 });
      await session.post('Profiler.start');
    },
    stop: async (file) => {
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      writeFileSync(file, JSON.stringify(profile));
      return selfTimes(profile);
    },
  };
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples?: readonly number[] | undefined;
  readonly timeDeltas?: readonly number[] | undefined;
}

/** Self time by function, without idle time, greatest first. */
export function selfTimes(profile: Profile): ProfileLine[] {
  const names = new Map(profile.nodes.map((node) => [node.id, nameOf(node.callFrame)]));
  const byName = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const name = names.get(id) ?? '';
    if (name === '(idle)') continue;
    const microseconds = profile.timeDeltas?.[index] ?? 0;
    busy += microseconds;
    byName.set(name, (byName.get(name) ?? 0) + microseconds);
  }
  return [...byName]
    .map(([name, microseconds]) => ({ name, selfPercent: (100 * microseconds) / busy }))
    .sort((a, b) => b.selfPercent - a.selfPercent);
}

function nameOf(frame: Profile['nodes'][number]['callFrame']): string {
  if (!frame.url) return frame.functionName || '(anonymous)';
  const place = frame.url.replace(/^.*\/node_modules\//, '').replace(/^file:\/\//, '');
  return `${frame.functionName || '(anonymous)'} ${place}:${frame.lineNumber + 1}`;
}
