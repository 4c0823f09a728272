import { describe, expect, it } from 'vitest';

interface Threat {
  readonly id: number;
  readonly kind: 'attack' | 'fault';
  readonly says: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  readonly notYet?: string;
}

interface Threats {
  readThreats(): readonly Threat[];
  problemsOf(threats: readonly Threat[]): readonly string[];
  nameOf(threat: Threat): string;
}

const { readThreats, problemsOf, nameOf }: Threats = await import(
  new URL('../../tools/threats.mjs', import.meta.url).href
);

describe('the list of attacks and faults', () => {
  const threats = readThreats();

  it('names only tests that exist', () => {
    expect(problemsOf(threats)).toEqual([]);
  });

  it('has every number once without gaps', () => {
    for (const kind of ['attack', 'fault'] as const) {
      const ids = threats.filter((threat) => threat.kind === kind).map(({ id }) => id);
      expect(ids).toEqual(ids.map((_, index) => index + 1));
    }
  });

  it('states which lines have no test', () => {
    const bare = threats.filter(({ tests }) => tests.length === 0);
    if (bare.length > 0) {
      console.info(
        `no test yet:\n${bare.map((threat) => `  ${nameOf(threat)}: ${threat.notYet}`).join('\n')}`,
      );
    }
    expect(bare.every(({ notYet }) => notYet !== undefined && notYet !== '')).toBe(true);
  });

  const [first] = threats;
  const altered = (change: Partial<Threat>): readonly Threat[] =>
    first === undefined ? [] : [{ ...first, ...change }];
  it.each([
    ['a file that is not there', { tests: [{ file: 'apps/hub/src/none.test.ts', title: 'x' }] }],
    [
      'a title that is not there',
      { tests: [{ file: 'apps/hub/src/attacks/pkce.attack.test.ts', title: 'attack 4: nothing' }] },
    ],
    ['any title', { tests: [{ file: 'apps/hub/src/attacks/pkce.attack.test.ts', title: '' }] }],
    ['neither a test nor what will bring one', { tests: [] }],
  ])('is refused with %s', (_what, change) => {
    expect(problemsOf(altered(change))).toHaveLength(1);
  });
});
