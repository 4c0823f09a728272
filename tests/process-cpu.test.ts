import { describe, expect, test } from 'vitest';
// @ts-expect-error plain JavaScript: it also runs before anything is installed
import { cpuSecondsOf, follow } from '../tools/testing/process-cpu.mjs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly started: number;
  readonly own: number;
  readonly waited: number;
}

const root = 1;
const aProcess = (pid: number, parent: number, own: number, waited = 0): Process => ({
  pid,
  parent,
  started: pid,
  own,
  waited,
});
const seen = (...processes: readonly Process[]) =>
  new Map(processes.map((process) => [process.pid, process]));

/** Ticks that were lost between two steps. */
function losses(...steps: readonly ReadonlyMap<number, Process>[]): readonly number[] {
  const known = new Map();
  return steps.map((step) => follow(step, known, root));
}

describe('processor time of a tree of processes', () => {
  test('of a child that its parent waited for is part of the parent’s', () => {
    expect(losses(seen(aProcess(1, 0, 5), aProcess(2, 1, 40)), seen(aProcess(1, 0, 6, 40)))).toEqual([0, 0]);
  });

  test('of a child without a waiting parent is added, as last measured', () => {
    expect(losses(seen(aProcess(1, 0, 5), aProcess(2, 1, 40)), seen(aProcess(1, 0, 6)))).toEqual([0, 40]);
  });

  test('of a grandchild that ends with its parent counts once, waited for or not', () => {
    const browser = seen(aProcess(1, 0, 5), aProcess(2, 1, 10), aProcess(3, 2, 30));
    expect(losses(browser, seen(aProcess(1, 0, 6, 10)))).toEqual([0, 30]);
    expect(losses(browser, seen(aProcess(1, 0, 6, 40)))).toEqual([0, 0]);
  });

  test('of an orphan is added when it ends', () => {
    const orphan = seen(aProcess(1, 0, 6, 10), aProcess(9, 0, 0), { ...aProcess(3, 9, 35) });
    expect(
      losses(
        seen(aProcess(1, 0, 5), aProcess(2, 1, 10), aProcess(3, 2, 30)),
        orphan,
        seen(aProcess(1, 0, 6, 10)),
      ),
    ).toEqual([0, 0, 35]);
  });

  test.skipIf(process.platform !== 'linux')('grows with the work', () => {
    const before = cpuSecondsOf();
    expect(before).toBeGreaterThan(0);
    const until = process.cpuUsage().user + 50_000;
    while (process.cpuUsage().user < until);
    expect(cpuSecondsOf()).toBeGreaterThan(before);
  });

  test('of other processes is not counted', () => {
    expect(losses(seen(aProcess(1, 0, 5), aProcess(7, 0, 99)), seen(aProcess(1, 0, 5)))).toEqual([0, 0]);
  });
});
