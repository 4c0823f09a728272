import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faults } from './rows.ts';

interface Threat {
  readonly kind: string;
  readonly id: number;
  readonly underLoad?: readonly string[];
}

const threats = JSON.parse(
  readFileSync(new URL('../../docs/threats.json', import.meta.url), 'utf8'),
) as readonly Threat[];

describe('the table of faults', () => {
  it('names each once', () => {
    const names = faults.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has the rows that each line of the list of faults names, and no others', () => {
    const listed = threats
      .filter(({ kind }) => kind === 'fault')
      .map(({ id, underLoad = [] }) => [id, [...underLoad].sort()] as const);
    for (const [id, names] of listed) {
      const rows = faults.filter(({ line }) => line === id).map(({ name }) => name);
      expect([id, rows.sort()]).toEqual([id, names]);
    }
    expect(listed.flatMap(([, names]) => names)).toHaveLength(faults.length);
  });

  it('allows no fault to go on without an end', () => {
    for (const { name, lasts, after = 0 } of faults)
      expect([name, Math.max(...lasts, after) <= 30]).toEqual([name, true]);
  });
});
