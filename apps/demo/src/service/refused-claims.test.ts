import {
  comparison,
  daySeconds,
  describeRefusals,
  hourSeconds,
  later,
  type RefusalCase,
  withClaims,
  without,
} from './testing/refusals.ts';

const idTokenClaims: readonly RefusalCase[] = [
  {
    title: 'a wrong iss',
    faults: { idTokenClaims: withClaims({ iss: 'https://other.example' }) },
    check: `${comparison}:iss`,
  },
  {
    title: 'a wrong aud',
    faults: { idTokenClaims: withClaims({ aud: 'other' }) },
    check: `${comparison}:aud`,
  },
  {
    title: 'several audiences with a foreign azp',
    faults: { idTokenClaims: withClaims({ aud: ['town', 'other'], azp: 'other' }) },
    check: `${comparison}:azp`,
  },
  {
    title: 'a wrong nonce',
    faults: { idTokenClaims: withClaims({ nonce: 'n'.repeat(43) }) },
    check: `${comparison}:nonce`,
  },
  ...['sub', 'aud', 'iss', 'exp', 'iat', 'nonce'].map((name) => ({
    title: `no ${name}`,
    faults: { idTokenClaims: without(name) },
    check: 'OAUTH_INVALID_RESPONSE',
  })),
  {
    title: 'an id_token that ended an hour ago',
    faults: { idTokenClaims: later('exp', -hourSeconds) },
    check: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED:exp',
  },
  {
    title: 'an id_token issued to another client',
    faults: { idTokenClaims: withClaims({ azp: 'another-client' }) },
    check: 'azp',
  },
  { title: 'an id_token of tomorrow', faults: { idTokenClaims: later('iat', daySeconds) }, check: 'iat' },
  {
    title: 'a lower level than asked',
    faults: { idTokenClaims: withClaims({ acr: 'eidas1' }) },
    check: 'acr_too_low',
  },
  {
    title: 'substantial where high was asked',
    entry: 'plusHigh',
    faults: { idTokenClaims: withClaims({ acr: 'eidas2' }) },
    check: 'acr_too_low',
  },
  { title: 'no level', faults: { idTokenClaims: without('acr') }, check: 'acr_missing_or_unknown' },
  {
    title: 'an unknown level',
    faults: { idTokenClaims: withClaims({ acr: 'eidas9' }) },
    check: 'acr_missing_or_unknown',
  },
  {
    title: 'a level as a list',
    faults: { idTokenClaims: withClaims({ acr: ['eidas3'] }) },
    check: 'acr_missing_or_unknown',
  },
  {
    title: 'at_hash of another access token',
    faults: { idTokenClaims: withClaims({ at_hash: 'A'.repeat(22) }) },
    check: 'at_hash',
  },
  {
    title: 'at_hash that is no text',
    faults: { idTokenClaims: withClaims({ at_hash: 7 }) },
    check: /^at_hash$/,
  },
];

describeRefusals('claims of the id_token', idTokenClaims);
