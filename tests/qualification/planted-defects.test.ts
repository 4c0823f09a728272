import { readFileSync } from 'node:fs';
import { allScenarios } from '@garance/qualification';
import { describe, expect, test } from 'vitest';
import { expectedRed, planted } from './expectation.ts';
import { plantedMatrix } from './matrix.ts';
import { countPlays } from './plays.ts';
import { defects } from './services/defects/index.ts';

const ids = allScenarios.map(({ id }) => id);

test('every scenario has a wrong service that it catches', () => {
  const caught = new Set(planted.flatMap(({ defect, platform }) => expectedRed(defect, platform)));
  const judging = allScenarios.filter(({ kind }) => kind !== 'observe').map(({ id }) => id);
  expect(judging.filter((id) => !caught.has(id))).toEqual([]);
});

test('wrong services turn red only scenarios that there are', () => {
  expect(defects.flatMap(({ turnsRed }) => turnsRed).filter((id) => !ids.includes(id))).toEqual([]);
});

test('every wrong service has a name of its own and turns something red wherever it stands', () => {
  expect(new Set(defects.map(({ name }) => name)).size).toBe(defects.length);
  const harmless = planted.filter(({ defect, platform }) => expectedRed(defect, platform).length === 0);
  expect(harmless.map(({ defect, platform }) => `${platform}/${defect.name}`)).toEqual([]);
});

test('the two rings together see every defect turn something red', () => {
  const { telling, sampled, near, unplayed } = countPlays();
  expect(unplayed).toEqual([]);
  process.stdout.write(`plays: ${telling} in the first ring, ${sampled} in the second, of ${near} near by\n`);
  expect(telling).toBeGreaterThan(0);
  expect(telling + sampled).toBeLessThan(near);
});

test('the committed matrix is what was planted', () => {
  const file = new URL('expected-matrix.json', import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(plantedMatrix());
});

/** What the suite promises at least for each check of a service; cells of a table beside those named. */
const promised = {
  nonce: ['ignores-nonce', ['id-token.missing-nonce', 'id-token.wrong-nonce', 'id-token.nonce-other-login']],
  acr: ['ignores-acr', ['id-token.lower-level', 'id-token.missing-acr', 'id-token.acr-sorts-above']],
  signature: [
    'does-not-verify-signature',
    [
      'id-token.alg-none',
      'id-token.altered-payload',
      'id-token.altered-signature',
      'id-token.embedded-jku',
      'id-token.embedded-jwk',
      'id-token.hs256-public-der',
      'id-token.hs256-public-jwk',
      'id-token.hs256-public-pem',
      'id-token.unknown-crit',
      'id-token.unknown-key',
      'id-token.signature-zero',
    ],
  ],
  state: ['ignores-state', ['callback.missing-state', 'callback.wrong-state', 'callback.state-contains']],
  iss: ['ignores-iss', ['id-token.missing-iss', 'id-token.wrong-issuer', 'id-token.iss-look-alike-host']],
  aud: ['ignores-aud', ['id-token.missing-aud', 'id-token.wrong-audience', 'id-token.aud-extended']],
  exp: ['ignores-exp', ['id-token.expired', 'id-token.missing-exp', 'id-token.exp-just-outside']],
  'sub of userinfo': ['ignores-userinfo-sub', ['userinfo.other-sub', 'userinfo.sub-other-case']],
  encryption: ['accepts-unencrypted', ['id-token.not-encrypted']],
} as const;

describe('leaving one check out turns its scenarios red', () => {
  test.each(Object.entries(promised))('%s', (_check, [name, red]) => {
    const plant = planted.find(({ defect, platform }) => defect.name === name && platform === 'plus');
    expect(plant && expectedRed(plant.defect, 'plus')).toEqual(expect.arrayContaining([...red]));
  });
});
