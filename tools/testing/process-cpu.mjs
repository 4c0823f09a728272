// Processor time of a process and its descendants, browsers included, as Linux counts it.
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ, which Linux fixes for what /proc shows. */
const ticksPerSecond = 100;
const sampleMs = 1000;
/** Number of samples for processes that are ending. */
const lastLooks = 10;

/**
 * Seconds of processor time that `pid` and its descendants have used until now: running ones, and ended ones that were
 * waited for. Undefined when the system does not report it.
 */
export function cpuSecondsOf(pid = process.pid) {
  const all = readProcesses();
  if (all === undefined) return undefined;
  const children = Map.groupBy(all.values(), ({ parent }) => parent);
  const sum = (descendant) => {
    const { own = 0, waited = 0 } = all.get(descendant) ?? {};
    return (children.get(descendant) ?? []).reduce((total, child) => total + sum(child.pid), own + waited);
  };
  return sum(pid) / ticksPerSecond;
}

/**
 * Follows this process and its descendants. What a process used counts when its parent waits for it; a browser leaves
 * processes for which none of ours waits, so their last sample is added.
 *
 * @returns {{ end(): number
 * undefined, left(): Promise<string[]> }} `end` gives the seconds since the beginning, `left` the
 *   numbers and names of processes that outlived the one of ours that started them
 */
export function measureTree() {
  const begin = cpuSecondsOf();
  if (begin === undefined) return { end: () => undefined, left: async () => [] };
  const known = new Map();
  let unwaited = 0;
  const sample = () => {
    const seen = readProcesses();
    if (seen !== undefined) unwaited += follow(seen, known);
  };
  sample();
  const timer = setInterval(sample, sampleMs);
  timer.unref();
  return {
    left: async () => {
      const ofOurs = () => [...known.values()].filter(({ adopted }) => adopted);
      for (let look = 0; look < lastLooks; look += 1) {
        sample();
        if (ofOurs().length === 0) break;
        await new Promise((resolve) => setTimeout(resolve, sampleMs));
      }
      return ofOurs().map(({ pid, name }) => `${pid} ${name}`);
    },
    end: () => {
      clearInterval(timer);
      sample();
      const left = [...known.values()]
        .filter(({ adopted }) => adopted)
        .reduce((sum, descendant) => sum + totalOf(descendant), 0);
      return (cpuSecondsOf() ?? begin) - begin + (unwaited + left) / ticksPerSecond;
    },
  };
}

const keyOf = ({ pid, started }) => `${pid}:${started}`;
const totalOf = ({ own, waited }) => own + waited;

/**
 * Updates `known` (descendants by pid and start time) to `seen`.
 *
 * @returns ticks of processes that ended since the last sample and that no process of ours has waited for
 */
export function follow(seen, known, root = process.pid) {
  const before = new Map(known);
  const isOurs = (entry) => entry.pid === root || known.has(keyOf(entry));
  // Parents are older than their children, so one pass in order of age finds every descendant.
  for (const entry of [...seen.values()].sort((a, b) => a.started - b.started || a.pid - b.pid)) {
    const parent = seen.get(entry.parent);
    const adopted = parent === undefined || !isOurs(parent);
    if (entry.pid !== root && adopted && !known.has(keyOf(entry))) continue;
    const first = known.get(keyOf(entry));
    known.set(keyOf(entry), {
      ...entry,
      parentKey: first?.parentKey ?? (parent && keyOf(parent)),
      adopted: entry.pid !== root && adopted,
    });
  }
  const endedUnder = new Map();
  for (const [key, entry] of before) {
    const now = seen.get(entry.pid);
    if (now !== undefined && keyOf(now) === key) continue;
    known.delete(key);
    const survivor = entry.adopted ? undefined : nearestAlive(entry, before, seen);
    endedUnder.set(survivor, (endedUnder.get(survivor) ?? 0) + totalOf(entry));
  }
  let unwaited = 0;
  for (const [survivor, ticks] of endedUnder) {
    const gained =
      survivor === undefined ? 0 : (known.get(survivor)?.waited ?? 0) - (before.get(survivor)?.waited ?? 0);
    unwaited += Math.max(0, ticks - gained);
  }
  return unwaited;
}

function nearestAlive({ parentKey }, before, seen) {
  let key = parentKey;
  while (key !== undefined) {
    const entry = before.get(key);
    if (entry === undefined) return undefined;
    const now = seen.get(entry.pid);
    if (now !== undefined && keyOf(now) === key) return key;
    key = entry.adopted ? undefined : entry.parentKey;
  }
  return undefined;
}

function readProcesses() {
  if (process.platform !== 'linux') return undefined;
  return new Map(
    readdirSync('/proc').flatMap((entry) => {
      const stat = /^\d+$/.test(entry) ? readStat(entry) : undefined;
      return stat === undefined ? [] : [[stat.pid, stat]];
    }),
  );
}

/**
 * `pid (name) state ppid …`: the name may contain any character, so fields are counted from its last parenthesis
 * (proc(5)).
 */
function readStat(entry) {
  try {
    const text = readFileSync(`/proc/${entry}/stat`, 'utf8');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    const at = (index) => fields[index] ?? 0;
    return {
      pid: Number(entry),
      name,
      parent,
      own: at(11) + at(12),
      waited: at(13) + at(14),
      started: at(19),
    };
  } catch (error) {
    // The process has ended meanwhile.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}
