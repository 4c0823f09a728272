import { readdirSync } from 'node:fs';
import { type QualificationFamily, qualificationFamilies, qualificationReportSchema } from '@garance/core';
import { describe, expect, test } from 'vitest';
import { faultSchema } from '../vocabulary/fault.ts';
import { personIds } from '../vocabulary/person.ts';
import { allScenarios } from './index.ts';

/** What the suite promises to judge: a scenario that disappears is missed here. */
const listed: Readonly<Record<QualificationFamily, string>> = {
  requests: `
    uses-discovery state nonce pkce
    scopes acr-values redirect-uri client-authentication
    no-credentials-in-url published-keys`,
  accept: `
    plain higher-level audience-array new-signing-key
    second-encryption-key extra-claims optional-claim-absent accented-identity
    hyphenated-identity presumed-date born-abroad corsican-commune
    token-type-case`,
  callback: `
    wrong-state missing-state state-of-another-session replayed
    wrong-issuer code-injection no-code issuer-absent
    tells-access-denied tells-temporarily-unavailable tells-server-error tells-invalid-scope
    tells-invalid-acr`,
  'id-token': `
    wrong-issuer wrong-audience several-audiences missing-sub
    missing-aud missing-iss missing-exp missing-iat
    missing-nonce wrong-nonce expired lower-level
    missing-acr alg-none hs256-client-secret hs256-public-pem
    hs256-public-der hs256-public-jwk altered-signature unknown-key
    embedded-jwk embedded-jku altered-payload unknown-crit
    standard-token not-encrypted not-signed encrypted-to-another-key
    rsa1-5 zip future-iat`,
  userinfo: `
    other-sub unsigned-json altered-signature is-an-id-token
    wrong-audience wrong-issuer not-encrypted http-401
    http-500 no-answer html-body`,
  'token-endpoint': `
    invalid-grant server-error slow malformed-json
    no-id-token no-access-token`,
  discovery: `
    issuer-differs keys-unavailable`,
  logout: `
    ends-local-session goes-to-end-session checks-state`,
  sessions: `
    identifier-changes second-person-replaces back-after-logout same-email-other-sub
    same-sub-other-email step-up cookie-flags open-redirect
    markup-is-text`,
  ux: `
    sign-in-button sign-up-button button-label button-size
    button-colours button-hover-and-focus sentence-above link-below
    separated-and-first identity-not-editable accessible narrow-and-zoomed`,
};

const promised = Object.entries(listed).flatMap(([family, names]) =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `${family}.${name}`),
);
const recommended = [
  'callback.issuer-absent',
  'discovery.keys-unavailable',
  'id-token.future-iat',
  'requests.pkce',
  'userinfo.wrong-audience',
  'userinfo.wrong-issuer',
];
const folder = import.meta.dirname;
const filesOf = (family: string) =>
  readdirSync(`${folder}/${family}`)
    .filter((file) => /^[a-z0-9-]+\.ts$/.test(file))
    .map((file) => file.replace('.ts', ''));

test('there is every scenario that is promised, once, and no other', () => {
  expect(allScenarios.map(({ id }) => id).sort()).toEqual([...promised].sort());
});

test('families are those that the prerequisites name', () => {
  expect([...new Set(allScenarios.map(({ family }) => family))].sort()).toEqual(
    [...qualificationFamilies].sort(),
  );
});

test('recommendations, and they alone, cannot fail a run', () => {
  expect(
    allScenarios
      .filter(({ level }) => level === 'recommended')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(recommended);
});

test('every id fits in a report', () => {
  const { id } = qualificationReportSchema.shape.results.unwrap().element.shape;
  for (const scenario of allScenarios) expect(id.safeParse(scenario.id).success, scenario.id).toBe(true);
});

describe.each(allScenarios)('$id', (scenario) => {
  test('stands in the file of its name', () => {
    const [family = '', name = ''] = scenario.id.split('.');
    expect(family).toBe(scenario.family);
    expect(filesOf(family)).toContain(name);
  });

  test('is said in French and in English, with the typography of each', () => {
    for (const text of [scenario.title, scenario.does, scenario.expects, scenario.advice]) {
      for (const said of [text.fr, text.en]) {
        expect(said).toMatch(/^\S[\s\S]*\S$/);
        expect(said).not.toMatch(/'| {2}/);
      }
      expect(text.fr).not.toMatch(/ [:;?!»](?![a-z])|« /);
      expect(text.fr).not.toBe(text.en);
    }
    expect(scenario.advice.fr.length).toBeGreaterThan(50);
    expect(scenario.clause).toMatch(/^(OpenID Connect |RFC \d|WCAG 2|OWASP ASVS |Garance, )/);
    expect(
      scenario.clause.includes('Garance, ') || scenario.level !== 'platform' || /§/.test(scenario.clause),
    ).toBe(true);
  });

  test('wishes only what a hub may be told to do', () => {
    if ('fault' in scenario && scenario.fault !== undefined) {
      expect(faultSchema.parse(scenario.fault)).toEqual(scenario.fault);
    }
    if ('person' in scenario && scenario.person !== undefined) expect(personIds).toContain(scenario.person);
    const fault = 'fault' in scenario ? JSON.stringify(scenario.fault ?? '') : '';
    if (/encrypted|rsa1_5|zip|not-signed/.test(fault)) expect(scenario.needs).toContain('encryption');
  });
});
