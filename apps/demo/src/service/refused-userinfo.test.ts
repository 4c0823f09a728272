import { jwtResponse } from './testing/fake-hub.ts';
import {
  alteredSignature,
  comparison,
  daySeconds,
  describeRefusals,
  hourSeconds,
  later,
  type RefusalCase,
  withClaims,
  without,
} from './testing/refusals.ts';

const userinfo: readonly RefusalCase[] = [
  {
    title: 'userinfo of another person',
    faults: { userinfoClaims: withClaims({ sub: `${'cd'.repeat(32)}v1` }) },
    check: /:sub$/,
  },
  {
    title: 'userinfo without sub',
    faults: { userinfoClaims: without('sub') },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'unsigned JSON',
    faults: { userinfo: ({ claims }) => Response.json(claims) },
    check: 'OAUTH_JWT_USERINFO_EXPECTED',
  },
  {
    title: 'an altered signature',
    faults: { userinfo: async (making) => jwtResponse(await alteredSignature(making)) },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'an id_token in its place',
    faults: {
      userinfoClaims: withClaims({ nonce: 'n'.repeat(43), acr: 'eidas2' }),
    },
    check: 'userinfo_is_an_id_token',
  },
  {
    title: 'a wrong aud',
    faults: { userinfoClaims: withClaims({ aud: 'other' }) },
    check: `${comparison}:aud`,
  },
  {
    title: 'a second audience',
    faults: { userinfoClaims: withClaims({ aud: ['town', 'other'] }) },
    check: 'userinfo_aud',
  },
  {
    title: 'a wrong iss',
    faults: { userinfoClaims: withClaims({ iss: 'https://other.example' }) },
    check: `${comparison}:iss`,
  },
  { title: 'no iss', faults: { userinfoClaims: without('iss') }, check: 'userinfo_iss' },
  { title: 'no aud', faults: { userinfoClaims: without('aud') }, check: 'userinfo_aud' },
  { title: 'no exp', faults: { userinfoClaims: without('exp') }, check: 'userinfo_exp' },
  {
    title: 'userinfo that ended an hour ago',
    faults: { userinfoClaims: later('exp', -hourSeconds) },
    check: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED:exp',
  },
  { title: 'userinfo of tomorrow', faults: { userinfoClaims: later('iat', daySeconds) }, check: 'iat' },
  {
    title: 'userinfo that is not encrypted',
    faults: { userinfo: async ({ tokens, claims }) => jwtResponse(await tokens.sign(claims)) },
    check: 'userinfo_not_encrypted',
  },
  {
    title: 'HTTP 401',
    faults: {
      userinfo: () =>
        new Response('', { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }),
    },
    check: 'http_401',
  },
  {
    title: 'HTTP 500',
    faults: { userinfo: () => new Response('oops', { status: 500 }) },
    check: 'OAUTH_RESPONSE_IS_NOT_CONFORM',
  },
  {
    title: 'an HTML page',
    faults: {
      userinfo: () => new Response('<h1>Maintenance</h1>', { headers: { 'content-type': 'text/html' } }),
    },
    check: 'OAUTH_JWT_USERINFO_EXPECTED',
  },
];

describeRefusals('userinfo', userinfo);
