/**
 * The suite against services whose faults are known: each wrong one by the scenarios of its own family on one platform,
 * the honest one by everything on both. `npm run mutants` plays the whole matrix.
 */
import { platformSchema } from '@garance/core';
import { defects } from '@garance/qualification/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { familyScenarios, type Planted, planted, scenariosOf } from './expectation.ts';
import { type Finding, type Laboratory, openLaboratory } from './laboratory.ts';
import { differences, notGreen, summary } from './matrix.ts';

/** Those that stand on both platforms take turns. */
const chosen: readonly Planted[] = planted.filter(
  ({ defect, platform }) => defect.platforms[defects.indexOf(defect) % defect.platforms.length] === platform,
);
const nameOf = ({ defect, platform }: Planted) => `${platform}/${defect.name}`;

/** Two at a time: while one waits for a silence the other goes on. */
const atATime = 2;
const found = new Map<string, readonly Finding[]>();
let laboratory: Laboratory;

beforeAll(async () => {
  laboratory = await openLaboratory();
  const queue = [
    ...platformSchema.options.map((platform) => async () => {
      found.set(platform, await laboratory.run({ platform, scenarios: scenariosOf(platform) }));
    }),
    ...chosen.map((plant) => async () => {
      const { platform, defect } = plant;
      const scenarios = familyScenarios(defect, platform);
      found.set(nameOf(plant), await laboratory.run({ platform, defect: defect.name, scenarios }));
    }),
  ].values();
  const worker = async () => {
    for (const job of queue) await job();
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}, 600_000);

afterAll(async () => {
  await laboratory.close();
  const undetected = chosen.filter((plant) => differences(plant, found.get(nameOf(plant)) ?? []).length > 0);
  const names = (services: readonly Planted[]) => services.map(({ defect }) => defect.name);
  process.stdout.write(`${summary(names(chosen), names(undetected))}\n`);
});

test.each(platformSchema.options)('an honest service on %s is all green', (platform) => {
  expect(notGreen(found.get(platform) ?? [])).toEqual([]);
  const played = (found.get(platform) ?? []).filter(({ verdict }) => verdict === 'passed');
  expect(played.length).toBeGreaterThan(scenariosOf(platform).length - 3);
});

describe('a wrong service turns exactly the scenarios red that are about it', () => {
  test.each(chosen.map((plant) => [nameOf(plant), plant] as const))('%s', (name, plant) => {
    expect(differences(plant, found.get(name) ?? [])).toEqual([]);
  });
});
