/**
 * Which scenarios are played on each wrong service. The first ring: one that must fail, and one of the same family that
 * must pass. The second ring: a sample of the others near by, and the services of which there are many alike, each by one
 * that must fail at least. `npm run mutants`: the whole matrix.
 */
import { createHash } from 'node:crypto';
import type { Platform } from '@garance/core';
import type { Scenario } from '@garance/qualification';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  applicableOn,
  expectedRed,
  nearbyScenarios,
  type Planted,
  planted,
  scenariosOf,
} from './expectation.ts';
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

/** Another one plays another sample of the others; `npm run mutants` plays them all. */
const seed = 'garance-1';
/** Of the others near by, for each wrong service: the matrix costs some 100 s of processor time on both platforms. */
const sampleSize = 3;

/**
 * A seeded sample of the other scenarios, the same at each run: where the first ring does not play the service, one that
 * must fail is always among them.
 */
function sampledScenarios(plant: Planted): readonly Scenario[] {
  const { defect, platform } = plant;
  const red = expectedRed(defect, platform);
  const mustFail = (id: string) => defect.matrixOnly === true && red.includes(id);
  const drawn = otherScenarios(plant)
    .map((scenario) => ({ scenario, draw: drawOf(`${seed} ${platform}/${defect.name} ${scenario.id}`) }))
    .sort((a, b) => a.draw.localeCompare(b.draw));
  const first = drawn.find(({ scenario }) => mustFail(scenario.id));
  const others = drawn.filter((one) => one !== first);
  return [...(first === undefined ? [] : [first]), ...others].slice(0, sampleSize).map((one) => one.scenario);
}

function drawOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Number of services at a time: while one waits for a delay, the other continues. */
const atATime = 2;
const patienceMs = 900_000;

/** On every wrong service of a platform exactly the planted ones of the played scenarios fail. */
export function describeWrongServices(platform: Platform): void {
  describePlays(platform, tellingScenarios);
}

/** Of a sample of the other scenarios near by exactly the planted ones fail. */
export function describeSampleOfFamilies(platform: Platform): void {
  process.stdout.write(`${platform}: ${sampleSize} more scenarios of each family, drawn by seed ${seed}\n`);
  describePlays(platform, sampledScenarios);
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
      expect(played.length).toBeGreaterThan(applicableOn(platform).length - 6);
    },
    patienceMs,
  );
}

/** What is played in each ring; both platforms together play every defect, and each is seen to turn something red. */
export function countPlays(): Readonly<Record<'telling' | 'sampled' | 'near', number>> & {
  readonly unplayed: readonly string[];
} {
  const count = (scenariosFor: typeof tellingScenarios) =>
    chosen.reduce((sum, plant) => sum + scenariosFor(plant).length, 0);
  const turnsRed = new Set(
    chosen
      .filter((plant) => {
        const red = expectedRed(plant.defect, plant.platform);
        return [...tellingScenarios(plant), ...sampledScenarios(plant)].some(({ id }) => red.includes(id));
      })
      .map(({ defect }) => defect.name),
  );
  return {
    telling: count(tellingScenarios),
    sampled: count(sampledScenarios),
    near: count(tellingScenarios) + count(otherScenarios),
    unplayed: defects.map(({ name }) => name).filter((name) => !turnsRed.has(name)),
  };
}
