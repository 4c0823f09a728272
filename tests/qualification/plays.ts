/**
 * Which scenarios are played on each wrong service. The first ring: one that must fail, and one of the same family that
 * must pass. The second ring: all others near by, and the services of which there are many alike. `npm run mutants`: the
 * whole matrix.
 */
import type { Platform } from '@garance/core';
import type { Scenario } from '@garance/qualification';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectedRed, nearbyScenarios, type Planted, planted, scenariosOf } from './expectation.ts';
import { type Finding, type Laboratory, openLaboratory } from './laboratory.ts';
import { differences, notGreen, summary } from './matrix.ts';
import { defects } from './services/defects/index.ts';

/** Defects of both platforms are played on one of them in turn. */
const chosen: readonly Planted[] = planted.filter(
  ({ defect, platform }) => defect.platforms[defects.indexOf(defect) % defect.platforms.length] === platform,
);

/** The first scenario that must fail, and the first of its family that must pass. */
function tellingScenarios({ defect, platform }: Planted): readonly Scenario[] {
  if (defect.matrixOnly === true) return [];
  const red = expectedRed(defect, platform);
  const nearby = nearbyScenarios(defect, platform);
  const first =
    nearby.find(({ id, quick }) => red.includes(id) && quick === true) ??
    nearby.find(({ id }) => red.includes(id));
  const stayGreen = nearby.filter(({ id, family }) => !red.includes(id) && family === first?.family);
  const green =
    stayGreen.find(({ needs = [], kind }) => needs.length === 0 && kind !== 'observe') ?? stayGreen[0];
  return nearby.filter((scenario) => scenario === first || scenario === green);
}

function otherScenarios(plant: Planted): readonly Scenario[] {
  const telling = tellingScenarios(plant);
  return nearbyScenarios(plant.defect, plant.platform).filter((scenario) => !telling.includes(scenario));
}

/** Number of services at a time: while one waits for a delay, the other continues. */
const atATime = 2;
const patienceMs = 900_000;

/** On every wrong service of a platform exactly the planted ones of the played scenarios fail. */
export function describeWrongServices(platform: Platform): void {
  describePlays(platform, tellingScenarios);
}

/** Of the other scenarios near by exactly the planted ones fail. */
export function describeRestOfFamilies(platform: Platform): void {
  describePlays(platform, otherScenarios);
}

function describePlays(platform: Platform, scenariosFor: (plant: Planted) => readonly Scenario[]): void {
  const plants = chosen.filter((plant) => plant.platform === platform && scenariosFor(plant).length > 0);
  const found = new Map<string, readonly Finding[]>();
  let laboratory: Laboratory;

  beforeAll(async () => {
    laboratory = await openLaboratory();
    const queue = plants.values();
    const worker = async () => {
      for (const plant of queue) {
        const { name } = plant.defect;
        found.set(name, await laboratory.run({ platform, defect: name, scenarios: scenariosFor(plant) }));
      }
    };
    await Promise.all(Array.from({ length: atATime }, worker));
  }, patienceMs);

  const differencesOf = (plant: Planted): readonly string[] => {
    const played = scenariosFor(plant).map(({ id }) => id);
    return differences(plant, found.get(plant.defect.name) ?? [], played);
  };

  afterAll(async () => {
    await laboratory?.close();
    const undetected = plants.filter((plant) => differencesOf(plant).length > 0);
    const names = (services: readonly Planted[]) => services.map(({ defect }) => defect.name);
    process.stdout.write(`${platform}: ${summary(names(plants), names(undetected))}\n`);
  });

  describe(`a wrong service on ${platform} turns exactly the scenarios red that are about it`, () => {
    test.each(plants.map((plant) => [plant.defect.name, plant] as const))('%s', (_name, plant) => {
      expect(differencesOf(plant)).toEqual([]);
    });
  });
}

/** All scenarios on a correct service, by http and in a browser. The first ring plays those without browser in `cli.test.ts`. */
export function describeHonestService(platform: Platform): void {
  test(
    `an honest service on ${platform} is all green`,
    async () => {
      const laboratory = await openLaboratory();
      const found = await laboratory
        .run({ platform, scenarios: scenariosOf(platform) })
        .finally(() => laboratory.close());
      expect(notGreen(found)).toEqual([]);
      const played = found.filter(({ verdict }) => verdict === 'passed');
      expect(played.length).toBeGreaterThan(scenariosOf(platform).length - 6);
    },
    patienceMs,
  );
}

/** Numbers of plays; both platforms together play every defect. */
export function countPlays(): Readonly<Record<'telling' | 'rest' | 'defects', number>> {
  const count = (scenariosFor: typeof tellingScenarios) =>
    chosen.reduce((sum, plant) => sum + scenariosFor(plant).length, 0);
  const defectNames = new Set(chosen.map(({ defect }) => defect.name));
  return { telling: count(tellingScenarios), rest: count(otherScenarios), defects: defectNames.size };
}
