import { readFileSync } from 'node:fs';
import { allScenarios } from '@garance/qualification';
import { describe, expect, test } from 'vitest';
import { explanationOf, explanations } from './client-code/explained.ts';
import { byHandLines, demoLines, lineOf, openidClientLines } from './client-code/lines.ts';
import { outlineOf } from './client-code/parts.ts';
import { fateIn, rowsByRule, shareFound, toMarkdown } from './client-code/report.ts';
import { readResult } from './client-code/result.ts';
import { rules } from './client-code/rules.ts';
import { stagesOf } from './client-code/workshop.ts';

const result = readResult();

describe('the committed result', () => {
  test('leaves no change of a security check without a scenario or a reason', () => {
    const missed = Object.entries(result.mutants).filter(
      ([id, { verdict }]) => fateIn(id, verdict) === 'missed',
    );
    expect(missed).toEqual([]);
    expect(Object.keys(result.mutants).length).toBeGreaterThan(1_000);
  });

  test('explains no change that a scenario finds, and each once', () => {
    const ids = explanations.flatMap((explanation) => explanation.ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => result.mutants[id]?.verdict !== 'missed')).toEqual([]);
  });

  test('is what the page in docs says', () => {
    const page = readFileSync(new URL('../../docs/client-code.md', import.meta.url), 'utf8');
    expect(page).toBe(toMarkdown(result));
  });

  test('names scenarios that there are', () => {
    const ids = new Set(allScenarios.map(({ id }) => id));
    const named = Object.values(result.mutants).flatMap(({ by }) => by?.split(' ') ?? []);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('counts each change once', () => {
    const rows = rowsByRule(result);
    const [, all] = rows.at(-1) ?? [];
    if (all === undefined) throw new Error('no row');
    const { played, ...fates } = all;
    expect(Object.values(fates).reduce((sum, count) => sum + count, 0)).toBe(played);
    expect(rows.slice(0, -1).reduce((sum, [, count]) => sum + count.played, 0)).toBe(played);
    expect(shareFound({ ...all, found: 3, undecided: 0, missed: 1 })).toBe('75.0 %');
  });
});

describe('the lines of a client', () => {
  const code = `
const checks = [
  { name: 'iss', clause: 'Core 2', holds: ({ claims }) => claims.iss === 'x' },
  { name: 'aud', clause: 'Core 3', holds: ({ claims }) => claims.aud === 'y' },
];
function check(claims) {
  if (claims.acr !== 'z') throw new Refusal('acr');
}`;
  const rangeOf = (text: string) => ({ start: code.indexOf(text), end: code.indexOf(text) + text.length });

  test('are known by the functions, constants and rows that they stand in', () => {
    const outline = outlineOf('checks.js', code);
    expect(outline.partOf(rangeOf("claims.iss === 'x'"))).toBe('checks.iss.holds');
    expect(outline.partOf(rangeOf("claims.aud === 'y'"))).toBe('checks.aud.holds');
    expect(outline.partOf(rangeOf("claims.acr !== 'z'"))).toBe('check');
    expect(outline.isName(rangeOf("'Core 2'"))).toBe(true);
    expect(outline.isName(rangeOf("'acr'"))).toBe(true);
    expect(outline.isName(rangeOf("'z'"))).toBe(false);
  });

  test('are found by the first row that fits', () => {
    expect(lineOf(byHandLines, 'checks/claims', 'idTokenChecks.iss.holds')?.rule).toBe('iss');
    expect(lineOf(byHandLines, 'checks/claims', 'idTokenChecks.issued')?.rule).toBe('iss');
    expect(lineOf(demoLines, 'check-answer', 'checkLevel')?.rule).toBe('acr');
    expect(lineOf(demoLines, 'style', 'styleSheet')).toBeUndefined();
    expect(lineOf(openidClientLines, 'openid-client-party', 'failure')).toBeUndefined();
  });

  test('play what is about their rule first, and everything once', () => {
    const task = { client: 'demo', platform: 'plus', number: '1', rules: ['nonce'] } as const;
    const stages = stagesOf({ ...task, foundBy: 'id-token.wrong-nonce' });
    expect(stages[0]?.map(({ id }) => id)).toEqual(['id-token.wrong-nonce']);
    expect(stages[1]?.every(({ place }) => place === 'id-token.nonce')).toBe(true);
    const ids = stages.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(400);
    const near = stagesOf({ ...task, near: true }).flat();
    expect(new Set(near.map(({ place }) => place))).toEqual(new Set(['id-token.nonce']));
  });

  test('have rules whose scenarios there are', () => {
    const names = new Set(allScenarios.flatMap(({ id, place, family }) => [id, place, family]));
    expect(
      Object.values(rules)
        .flat()
        .filter((name) => !names.has(name)),
    ).toEqual([]);
    expect(explanationOf('no such change')).toBeUndefined();
  });
});
