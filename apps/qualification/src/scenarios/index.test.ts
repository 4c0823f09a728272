import { readdirSync } from 'node:fs';
import { type QualificationFamily, qualificationFamilies, qualificationReportSchema } from '@garance/core';
import { describe, expect, test } from 'vitest';
import { isQuick } from '../runner/run-suite.ts';
import { encryptionFaults, faultSchema } from '../vocabulary/fault.ts';
import { personIds } from '../vocabulary/person.ts';
import type { Scenario } from '../vocabulary/scenario.ts';
import { allScenarios } from './index.ts';

/** What the suite promises to judge: a scenario that disappears is missed here. */
const listed: Readonly<Record<QualificationFamily, string>> = {
  requests: `
    uses-discovery state nonce code-verifier values-apart pkce
    scopes acr-values redirect-uri client-authentication
    no-credentials-in-url published-keys`,
  accept: `
    plain higher-level audience-array new-signing-key
    second-encryption-key extra-claims
    token-type-case token-extra-member callback-extra-parameter at-hash-absent`,
  callback: `
    state-of-another-session replayed replayed-otherwise replayed-after-logout state-used-once
    code-injection`,
  'id-token': `
    several-audiences standard-token`,
  userinfo: `
    unsigned-json is-an-id-token http-401 http-500 no-answer html-body`,
  'token-endpoint': `
    invalid-grant server-error slow malformed-json
    no-id-token no-access-token unknown-token-type`,
  discovery: `
    issuer-differs keys-unavailable`,
  logout: `
    ends-local-session goes-to-end-session checks-state`,
  sessions: `
    identifier-changes identifier-unpredictable identity-not-stored second-person-replaces replaced-session-ends back-after-logout step-up step-up-lower-answer cookie-flags two-tabs
    parallel-logins`,
  ux: `
    sign-in-button sign-up-button button-label button-size
    button-colours button-hover-and-focus sentence-above link-below
    separated-and-first identity-not-editable accessible narrow-and-zoomed`,
};

/** Cells of the tables, by their place. */
const listedCells: Readonly<Record<string, string>> = {
  'sessions.return-address': `
    open-redirect open-redirect-spellings open-redirect-look-alikes`,
  'sessions.markup': `
    markup-is-text markup-in-attribute markup-in-script`,
  'callback.error': `
    tells-access-denied tells-temporarily-unavailable tells-server-error tells-invalid-scope
    tells-invalid-acr tells-invalid-request tells-unauthorized-client
    tells-unsupported-response-type tells-login-required tells-interaction-required
    tells-account-selection-required tells-consent-required tells-invalid-request-uri
    tells-invalid-request-object tells-request-not-supported tells-request-uri-not-supported
    tells-registration-not-supported tells-invalid-target tells-unmet-authentication-requirements
    tells-insufficient-user-authentication tells-garance-unheard-of tells-empty-error
    tells-error-with-markup tells-description-with-markup tells-description-of-a-stranger
    tells-long-description tells-error-uri-with-script`,
  'accept.identity': `
    optional-claim-absent accented-identity straight-apostrophes rare-letters hyphenated-identity
    one-letter-identity long-identity presumed-date presumed-day born-abroad corsican-commune
    born-overseas`,
  'sessions.account': `
    same-email-other-sub same-name-other-sub other-accent-other-sub same-sub-other-email
    same-sub-other-name`,
  'sessions.exposure': `
    code-in-address code-in-resting-address code-in-cookie code-in-storage code-in-page
    code-in-third-party access-token-in-address access-token-in-cookie access-token-in-storage
    access-token-in-page access-token-in-header access-token-in-third-party id-token-in-address
    id-token-in-cookie id-token-in-storage id-token-in-page id-token-in-header
    id-token-in-third-party client-secret-in-address client-secret-in-cookie
    client-secret-in-http-only-cookie client-secret-in-storage client-secret-in-page
    client-secret-in-header client-secret-in-third-party code-verifier-in-address
    code-verifier-in-cookie code-verifier-in-storage code-verifier-in-page
    code-verifier-in-third-party identity-in-address identity-in-cookie identity-in-storage
    identity-in-header identity-in-third-party subject-in-address subject-in-cookie
    subject-in-storage subject-in-third-party`,
  'callback.state': `
    missing-state state-empty state-null-text state-undefined-text state-other-case state-padded
    state-prefix state-suffix state-truncated state-extended state-preceded state-contains
    state-repeated state-first-changed state-last-changed state-same-length wrong-state
    state-other-login state-other-browser`,
  'callback.iss': `
    issuer-absent iss-empty iss-null-text iss-undefined-text iss-other-case iss-padded iss-prefix
    iss-suffix iss-extended iss-preceded iss-contains wrong-issuer iss-trailing-slash
    iss-look-alike-host iss-look-alike-user iss-sibling`,
  'callback.code': `
    no-code empty-code`,
  'id-token.iss': `
    missing-iss iss-empty iss-null iss-zero iss-true iss-object iss-array iss-other-case iss-padded
    iss-prefix iss-suffix iss-extended iss-preceded iss-contains wrong-issuer iss-trailing-slash
    iss-look-alike-host iss-look-alike-user iss-sibling`,
  'id-token.aud': `
    missing-aud aud-empty aud-null aud-zero aud-true aud-object aud-other-case aud-padded aud-extended
    aud-preceded aud-contains aud-same-length wrong-audience aud-empty-list aud-with-another
    aud-after-another aud-others-only aud-other-alone`,
  'id-token.azp': `
    azp-empty azp-zero azp-array azp-other-case azp-extended azp-preceded azp-contains azp-same-length
    azp-constant`,
  'id-token.sub': `
    missing-sub sub-empty sub-null sub-zero sub-true sub-object sub-array`,
  'id-token.nonce': `
    missing-nonce nonce-empty nonce-null nonce-zero nonce-true nonce-object nonce-array
    nonce-other-case nonce-padded nonce-prefix nonce-suffix nonce-truncated nonce-extended
    nonce-preceded nonce-contains nonce-repeated nonce-first-changed nonce-last-changed
    nonce-same-length wrong-nonce nonce-other-login nonce-other-browser`,
  'id-token.acr': `
    missing-acr acr-empty acr-null acr-zero acr-true acr-object acr-array acr-other-case acr-padded
    acr-prefix acr-suffix acr-extended acr-preceded acr-contains acr-repeated acr-first-changed
    acr-constant lower-level acr-one-below acr-level-zero acr-level-ten acr-sorts-above
    acr-level-number acr-level-word acr-level-address acr-several-levels`,
  'id-token.at-hash': `
    at-hash-empty at-hash-zero at-hash-array at-hash-other-case at-hash-prefix at-hash-extended
    at-hash-last-changed at-hash-constant at-hash-other-browser`,
  'id-token.times': `
    expired exp-just-outside exp-within-skew exp-just-inside missing-exp exp-null exp-zero exp-negative
    exp-true exp-empty exp-word exp-object exp-text missing-iat future-iat iat-just-outside
    iat-within-skew iat-long-ago iat-word nbf-far nbf-just-outside nbf-within-skew nbf-just-inside
    nbf-word auth-time-future auth-time-long-ago`,
  'id-token.signature': `
    alg-none alg-none-upper alg-none-title alg-none-mixed alg-none-kept-signature alg-absent alg-empty
    alg-null alg-unknown hs256-client-secret hs384-client-secret hs512-client-secret hs256-public-pem
    hs256-public-pem-trimmed hs256-public-pem-body hs384-public-pem hs512-public-pem hs256-public-der
    hs256-public-jwk hs256-public-numbers hs256-public-bytes hs256-kid hs256-client-id hs256-issuer
    hs256-empty altered-signature signature-empty signature-zero signature-truncated
    signature-extended signature-of-other-claims altered-payload header-altered unknown-key
    unknown-key-true-kid unknown-key-without-kid unknown-key-empty-kid unknown-key-null-kid
    unknown-key-number-kid unknown-key-array-kid unknown-key-kid-in-other-case kid-is-a-path
    kid-is-a-query embedded-jwk embedded-jwk-true-kid embedded-x5c embedded-jku embedded-jku-look-alike
    embedded-jku-true-kid embedded-x5u unknown-crit crit-empty crit-of-nothing crit-is-text
    json-serialization four-parts`,
  'id-token.encryption': `
    not-encrypted not-signed encrypted-to-another-key rsa1-5 other-oaep zip enc-a128gcm
    enc-a128cbc-hs256 dir-zero dir-public-key pbes2-client-id pbes2-many-rounds tag-truncated
    tag-altered jwe-unknown-crit cty-absent`,
  'userinfo.sub': `
    sub-absent sub-empty sub-null sub-zero sub-true sub-object sub-array sub-other-case sub-padded
    sub-prefix sub-suffix sub-truncated sub-extended sub-preceded sub-contains sub-same-length
    other-sub`,
  'userinfo.iss': `
    iss-absent iss-empty iss-null iss-zero iss-true iss-object iss-array iss-other-case iss-padded
    iss-prefix iss-suffix iss-extended iss-preceded iss-contains wrong-issuer iss-trailing-slash
    iss-look-alike-host iss-look-alike-user iss-sibling`,
  'userinfo.aud': `
    aud-absent aud-empty aud-null aud-zero aud-true aud-object aud-other-case aud-padded aud-extended
    aud-preceded aud-contains aud-same-length wrong-audience aud-empty-list aud-with-another
    aud-after-another aud-others-only aud-other-alone`,
  'userinfo.times': `
    exp-far exp-just-outside exp-absent exp-text iat-absent iat-far nbf-far`,
  'userinfo.signature': `
    alg-none alg-none-upper alg-none-title alg-none-mixed alg-none-kept-signature alg-absent alg-empty
    alg-null alg-unknown hs256-public-pem hs256-public-pem-trimmed hs256-public-pem-body
    hs384-public-pem hs512-public-pem hs256-public-der hs256-public-jwk hs256-public-numbers
    hs256-public-bytes hs256-kid hs256-client-id hs256-issuer hs256-empty altered-signature
    signature-empty signature-zero signature-truncated signature-extended signature-of-other-claims
    altered-payload header-altered unknown-key unknown-key-true-kid unknown-key-without-kid
    unknown-key-empty-kid unknown-key-null-kid unknown-key-number-kid unknown-key-array-kid
    unknown-key-kid-in-other-case kid-is-a-path kid-is-a-query embedded-jwk embedded-jwk-true-kid
    embedded-x5c embedded-jku embedded-jku-look-alike embedded-jku-true-kid embedded-x5u unknown-crit
    crit-empty crit-of-nothing crit-is-text json-serialization four-parts`,
  'userinfo.encryption': `
    not-encrypted not-signed encrypted-to-another-key rsa1-5 other-oaep zip enc-a128gcm
    enc-a128cbc-hs256 dir-zero dir-public-key pbes2-client-id pbes2-many-rounds tag-truncated
    tag-altered jwe-unknown-crit cty-absent`,
};

const namesIn = (text: string) => text.trim().split(/\s+/);
const promisedCells = Object.entries(listedCells).flatMap(([place, names]) =>
  namesIn(names).map((name) => ({ place, id: `${place.split('.')[0]}.${name}` })),
);
const promised = Object.entries(listed).flatMap(([family, names]) =>
  namesIn(names).map((name) => `${family}.${name}`),
);
/** Values and times that no clause makes a duty; forms that are only unusual. */
const recommendedPlaces = [
  'id-token.azp',
  'id-token.at-hash',
  'userinfo.iss',
  'userinfo.aud',
  'userinfo.times',
];
const recommended = [
  'callback.issuer-absent',
  'callback.state-used-once',
  'callback.tells-description-of-a-stranger',
  'callback.tells-empty-error',
  'callback.tells-garance-unheard-of',
  'callback.tells-insufficient-user-authentication',
  'callback.tells-invalid-target',
  'callback.tells-unmet-authentication-requirements',
  'discovery.keys-unavailable',
  'id-token.crit-empty',
  'id-token.crit-is-text',
  'id-token.enc-a128cbc-hs256',
  'id-token.enc-a128gcm',
  'id-token.exp-text',
  'id-token.four-parts',
  'id-token.future-iat',
  'id-token.iat-just-outside',
  'id-token.iat-word',
  'id-token.json-serialization',
  'id-token.nbf-word',
  'id-token.other-oaep',
  'requests.pkce',
  'sessions.code-in-cookie',
  'sessions.code-in-page',
  'sessions.code-in-resting-address',
  'sessions.code-in-storage',
  'sessions.code-verifier-in-cookie',
  'sessions.code-verifier-in-page',
  'sessions.code-verifier-in-storage',
  'sessions.id-token-in-header',
  'sessions.id-token-in-page',
  'sessions.identity-in-header',
  'sessions.replaced-session-ends',
  'sessions.subject-in-address',
  'sessions.subject-in-cookie',
  'sessions.subject-in-storage',
  'sessions.two-tabs',
  'userinfo.crit-empty',
  'userinfo.crit-is-text',
  'userinfo.enc-a128cbc-hs256',
  'userinfo.enc-a128gcm',
  'userinfo.four-parts',
  'userinfo.json-serialization',
  'userinfo.other-oaep',
];
const folder = import.meta.dirname;
const filesOf = (family: string) =>
  readdirSync(`${folder}/${family}`)
    .filter((file) => /^[a-z0-9-]+\.ts$/.test(file))
    .map((file) => file.replace('.ts', ''));

test('there is every scenario that is promised, once, and no other', () => {
  const all = [...promised, ...promisedCells.map(({ id }) => id)];
  expect(allScenarios.map(({ id }) => id).sort()).toEqual(all.sort());
  for (const { place, id } of promisedCells) {
    expect(allScenarios.find((scenario) => scenario.id === id)?.place, id).toBe(place);
  }
});

test('families are those that the prerequisites name', () => {
  expect([...new Set(allScenarios.map(({ family }) => family))].sort()).toEqual(
    [...qualificationFamilies].sort(),
  );
});

test('recommendations, and they alone, cannot fail a run', () => {
  expect(
    allScenarios
      .filter(({ level, kind, place = '' }) => {
        const told = kind === 'observe' || recommendedPlaces.includes(place);
        return level === 'recommended' && !told;
      })
      .map(({ id }) => id)
      .sort(),
  ).toEqual(recommended);
});

test('every id fits in a report', () => {
  const { id } = qualificationReportSchema.shape.results.unwrap().element.shape;
  for (const scenario of allScenarios) expect(id.safeParse(scenario.id).success, scenario.id).toBe(true);
});

test('a table says a class for each of its cells, and every cell a cause', () => {
  const cells = allScenarios.filter(({ place }) => place !== undefined);
  for (const { place = '', level, kind } of cells) {
    if (recommendedPlaces.includes(place)) expect([level, place]).toEqual(['recommended', place]);
    expect(['refuse', 'accept', 'observe', 'inform', 'watch', 'play']).toContain(kind);
  }
  expect(cells.filter(({ cause }) => cause === undefined)).toEqual([]);
});

test('the quick ones are a third, and none that waits, is only told or recommended by a table', () => {
  const quick = allScenarios.filter(isQuick);
  const share = quick.length / allScenarios.length;
  expect(share).toBeGreaterThan(0.25);
  expect(share).toBeLessThan(0.4);
  expect(quick.filter(({ slow }) => slow === true)).toEqual([]);
  expect(quick.filter(({ place, level }) => place !== undefined && level === 'recommended')).toEqual([]);
});

test.each(allScenarios.map((scenario) => [scenario.id, scenario] as const))(
  '%s is said in both languages, by its clause, and may be told to a hub',
  (_id, scenario) => {
    isSaid(scenario);
    isAllowed(scenario);
  },
);

describe.each(allScenarios.filter(({ place }) => place === undefined))('$id', (scenario) => {
  test('stands in the file of its name', () => {
    const [family = '', name = ''] = scenario.id.split('.');
    expect(family).toBe(scenario.family);
    expect(filesOf(family)).toContain(name);
  });
});

function isSaid(scenario: Scenario): void {
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
}

function isAllowed(scenario: Scenario): void {
  if ('fault' in scenario && scenario.fault !== undefined) {
    expect(faultSchema.parse(scenario.fault)).toEqual(scenario.fault);
  }
  if ('person' in scenario && scenario.person !== undefined) expect(personIds).toContain(scenario.person);
  const fault = 'fault' in scenario ? scenario.fault : undefined;
  const encrypts =
    fault !== undefined && 'jose' in fault && encryptionFaults.some((one) => one === fault.jose);
  if (encrypts) expect(scenario.needs).toContain('encryption');
}
