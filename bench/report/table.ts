import type { LimitOutcome } from '../limit/main.ts';
import type { Figures, Summary } from './summary.ts';

const columns: readonly [string, keyof Figures, number][] = [
  ['logins/s', 'loginsPerSecond', 1],
  ['CPU ms/login', 'cpuMsPerLogin', 3],
  ['p50 ms', 'p50Ms', 1],
  ['p95 ms', 'p95Ms', 1],
  ['p99 ms', 'p99Ms', 1],
  ['RSS MiB', 'rssMiB', 0],
];

const line = (name: string, cells: readonly string[]): string =>
  name.padEnd(24) + cells.map((cell) => cell.padStart(14)).join('');

/** The figures of every target and the limit, as text. */
export function table(figures: ReadonlyMap<string, Figures>, limit: LimitOutcome): string {
  const rows = [...figures].map(([name, values]) =>
    line(
      name,
      columns.map(([, key, digits]) => values[key].toFixed(digits)),
    ),
  );
  return [
    line(
      '',
      columns.map(([title]) => title),
    ),
    ...rows,
    line('bare cryptography', ['', limit.bareCpuMs.toFixed(3)]),
    line('  the same by jose', ['', limit.joseCpuMs.toFixed(3)]),
  ].join('\n');
}

export function ratioLines({ ratio, hub, limit }: Summary): string {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const peers = Object.entries(ratio).map(
    ([name, { cpu, loginsPerSecond }]) =>
      `hub to ${name}: CPU per login ${percent(cpu)} (target: 40 % at most), logins/s × ${loginsPerSecond.toFixed(2)}`,
  );
  const toLimit = (hub.cpuMsPerLogin / limit.cpuMsPerLogin).toFixed(2);
  return [...peers, `hub to bare cryptography: × ${toLimit}`].join('\n');
}
