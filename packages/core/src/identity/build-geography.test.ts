import { describe, expect, test } from 'vitest';
import cog from '../../generated/cog.json' with { type: 'json' };
import { decodeCommuneCodes } from './commune-codes.ts';
import type { CogTable } from './geography.ts';

interface Entry {
  readonly code: string;
  readonly nom?: string;
  readonly type?: string;
  readonly anciensCodes?: readonly string[];
}
const tool: { buildCogTable(entries: readonly Entry[], source: string): CogTable } = await import(
  new URL('../../../../tools/build-geography.mjs', import.meta.url).href
);

const entries: readonly Entry[] = [...decodeCommuneCodes(cog.communes)].flatMap(([prefix, flags]) =>
  [...flags.keys()].filter((n) => flags[n] === 1).map((n) => ({ code: prefix + String(n).padStart(3, '0') })),
);
const without = (hit: (code: string) => boolean) => entries.filter(({ code }) => !hit(code));
const build = (from: readonly Entry[]) => tool.buildCogTable(from, 'test data');

describe('the tool that builds the table of communes', () => {
  test('gives the same table from the same codes', () => {
    expect(build(entries)).toEqual({ source: 'test data', communes: cog.communes, names: {} });
  });

  test('takes former codes from the entries of the communes that replaced them', () => {
    const merged = without((code) => code === '01015').map((entry) =>
      entry.code === '01001' ? { ...entry, anciensCodes: ['01015'] } : entry,
    );
    expect(build(merged).communes).toEqual(cog.communes);
  });

  test('gives a code its present name, else its former one, else that of the commune that replaced it', () => {
    const named = entries.map((entry): Entry => {
      if (entry.code === '01001') {
        return { ...entry, nom: 'Nouvelle', type: 'commune-actuelle', anciensCodes: ['01002', '01004'] };
      }
      return entry.code === '01002' ? { ...entry, nom: 'Ancienne', type: 'commune-deleguee' } : entry;
    });
    const delegated: Entry = { code: '01001', nom: 'Chef-lieu', type: 'commune-deleguee' };
    for (const entries of [
      [...named, delegated],
      [delegated, ...named],
    ]) {
      expect(build(entries).names).toEqual({ '01': ';001=Nouvelle;002=Ancienne;004>Nouvelle' });
    }
  });

  test.each([
    ['one commune', '01015', 'Gaps in test data: 01 lacks 15'],
    ['an arrondissement of Paris', '75107', '75 lacks 107'],
    ['an overseas commune', '97411', '974 lacks 11'],
  ])('fails when %s is missing', (_, missing, message) => {
    expect(() => build(without((code) => code === missing))).toThrow(message);
  });

  test.each([
    ['48', '48 has no commune'],
    ['2A', '2A has no commune'],
    ['988', '988 has no commune'],
  ])('fails when the whole of %s is missing', (prefix, message) => {
    expect(() => build(without((code) => code.startsWith(prefix)))).toThrow(message);
  });

  test('fails when the tail of many departments is missing', () => {
    const truncated = without((code) => /^(0[1-9]|1[0-24-9])/.test(code) && Number(code.slice(2)) > 100);
    expect(() => build(truncated)).toThrow(/only \d+ codes, expected at least 39000/);
  });

  test('fails when a department has a number that its predecessor never had', () => {
    expect(() => build([...entries, { code: '2A999' }])).toThrow('2A has numbers unknown to 20: 999');
    expect(() => build([...entries, { code: '92999' }])).toThrow('92 has numbers unknown to 75, 78: 999');
  });
});
