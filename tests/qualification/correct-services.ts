/** Correct services unlike the honest one, each by the scenarios that its way of doing things concerns. */
import type { Platform } from '@garance/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenariosOf } from './expectation.ts';
import { type Finding, type Laboratory, openLaboratory } from './laboratory.ts';
import { wrongWith } from './matrix.ts';
import { type CorrectService, correctServices } from './services/correct.ts';

const patienceMs = 300_000;
/** One platform for each in turn; `npm run mutants -- --correct` plays everything on both. */
const turns: readonly Platform[] = ['standard', 'plus'];

export function describeCorrectServices(mode: Mode): void {
  const chosen = correctServices.filter((service) => idsOf(service, mode).length > 0);
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await openLaboratory();
  }, patienceMs);
  afterAll(() => laboratory?.close());

  describe('a correct service is never failed', () => {
    const rows = chosen.map(
      (service, place) => [service.name, service, turns[place % turns.length] ?? 'plus'] as const,
    );
    test.each(rows)('%s', { timeout: patienceMs }, async (_name, service, platform) => {
      const findings = await play(laboratory, service, { platform, mode });
      expect(wrongWith(service, findings)).toEqual([]);
      expect(findings.filter(({ verdict }) => verdict === 'passed').length).toBeGreaterThan(0);
      const { tells } = service;
      if (tells === undefined || mode === 'browser') return;
      expect(findings.flatMap(({ notes }) => notes).filter((note) => tells.test(note))).not.toEqual([]);
    });
  });
}

type Mode = 'http' | 'browser';

function idsOf({ concerns, inBrowser = [] }: CorrectService, mode: Mode): readonly string[] {
  return mode === 'http' ? concerns : inBrowser;
}

function play(
  laboratory: Laboratory,
  service: CorrectService,
  { platform, mode }: { readonly platform: Platform; readonly mode: Mode },
): Promise<readonly Finding[]> {
  const ids = idsOf(service, mode);
  const scenarios = scenariosOf(platform).filter(({ id }) => ids.includes(id));
  expect(scenarios.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const { name: defect, navigationMs } = service;
  return laboratory.run({
    ...{ platform, defect, scenarios, inBrowser: mode === 'browser' },
    ...(navigationMs !== undefined && { navigationMs }),
  });
}
