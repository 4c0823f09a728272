import { fc } from '@fast-check/vitest';
import { goodRequest, type Pairs } from './fixtures.ts';

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** One change of a good request: parameters set, left out (`undefined`) or repeated. */
export interface Mutation {
  readonly name: string;
  readonly set?: Readonly<Record<string, string | undefined>>;
  readonly repeat?: string;
}

/** Values to send, good and bad, one parameter per line. */
const values: Readonly<Record<string, readonly (string | undefined)[]>> = {
  response_type: [undefined, '', 'code', 'token', 'id_token', 'none', 'code id_token', 'CODE', 'code code'],
  response_mode: ['query', 'form_post', 'fragment', 'query.jwt', 'jwt', 'web_message', 'nonsense', ''],
  client_id: [undefined, '', 'another', 'SERVICE-CLIENT', 'service-client '],
  redirect_uri: [
    undefined,
    '',
    'https://service.example/callback/',
    'https://service.example/callback?x=1',
    'https://SERVICE.example/callback',
    'https://service.example:443/callback',
    'https://evil.example/callback',
    'https://service.example/callback#f',
    'not a uri',
  ],
  scope: [
    undefined,
    '',
    'openid',
    'email openid given_name',
    'given_name',
    'openid birthdate',
    'openid unknown',
    'openid  email',
    'openid openid',
    'openid "quoted"',
    'OPENID',
  ],
  state: [undefined, '', 'a', 'é& <b> "x" %41 +', 's'.repeat(2000)],
  nonce: [undefined, '', 'short', 'n'.repeat(21), 'n'.repeat(22), 'n'.repeat(500)],
  acr_values: ['eidas1', 'eidas2', 'eidas3', 'eidas2 eidas3', 'eidas1 eidas3', 'unknown', ''],
  prompt: ['login', 'consent', 'login consent', 'none', 'none login', 'select_account', 'create', ''],
  max_age: ['0', '60', '-1', '1.5', '1e3', 'abc', '99999999999999999999', ''],
  claims: [
    '{}',
    '{"id_token":{"amr":null}}',
    '{"userinfo":{"given_name":{"essential":true}}}',
    '{"id_token":{"acr":{"essential":true,"value":"eidas1"}}}',
    '{"id_token":{"acr":{"essential":true,"values":["eidas3"]}}}',
    '{"id_token":{"acr":{"essential":true,"value":"unknown"}}}',
    '{"id_token":[]}',
    '{"userinfo":1}',
    '[]',
    '"text"',
    '{',
    '',
  ],
  ui_locales: ['fr', 'en-GB de', 'xx', ''],
  id_token_hint: ['a.b.c', 'garbage', ''],
  request: ['a.b.c', ''],
  request_uri: ['https://service.example/request', 'urn:ietf:params:oauth:request_uri:unknown', ''],
  registration: ['{}', ''],
  login_hint: ['someone@example.org'],
  display: ['page', 'popup', 'nonsense'],
  idp_hint: ['postal', ''],
  garance_rehearsal: ['1'],
  utm_source: ['newsletter'],
  code_challenge: [challenge],
  code_challenge_method: ['S256', 'plain'],
};

const pkce: readonly Mutation[] = [
  { name: 'PKCE S256', set: { code_challenge: challenge, code_challenge_method: 'S256' } },
  { name: 'PKCE plain', set: { code_challenge: challenge, code_challenge_method: 'plain' } },
  { name: 'PKCE unknown method', set: { code_challenge: challenge, code_challenge_method: 'S512' } },
  { name: 'PKCE short challenge', set: { code_challenge: 'short', code_challenge_method: 'S256' } },
  { name: 'PKCE long challenge', set: { code_challenge: 'c'.repeat(64), code_challenge_method: 'S256' } },
  { name: 'PKCE wrong alphabet', set: { code_challenge: '+'.repeat(43), code_challenge_method: 'S256' } },
];

const repeated = [
  'client_id',
  'redirect_uri',
  'state',
  'nonce',
  'scope',
  'response_type',
  'response_mode',
  'unknown',
];

export const mutations: readonly Mutation[] = [
  ...Object.entries(values).flatMap(([parameter, list]) =>
    list.map((value) => ({ name: `${parameter}=${value}`, set: { [parameter]: value } })),
  ),
  ...pkce,
  ...repeated.map((parameter) => ({ name: `${parameter} twice`, repeat: parameter })),
];

const anyText = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => text.isWellFormed());

const anyValue = fc
  .record({
    parameter: fc.constantFrom('state', 'nonce', 'acr_values', 'ui_locales', 'login_hint', 'anything'),
    value: anyText,
  })
  .map(({ parameter, value }): Mutation => ({ name: `${parameter} random`, set: { [parameter]: value } }));

/** One to three changes of the good request. */
export const anyMutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...mutations) }, { weight: 1, arbitrary: anyValue }),
  { minLength: 1, maxLength: 3 },
);

export function applyMutations(list: readonly Mutation[]): Pairs {
  const values = new Map<string, string | undefined>(Object.entries(goodRequest));
  for (const { set } of list) for (const [name, value] of Object.entries(set ?? {})) values.set(name, value);
  const pairs = [...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const extra = list.flatMap(({ repeat }) => (repeat === undefined ? [] : repetition(repeat, values)));
  return [...pairs, ...extra];
}

/** A second copy of a parameter that is present, or two of an absent one. */
function repetition(name: string, values: ReadonlyMap<string, string | undefined>): Pairs {
  const value = values.get(name);
  return value === undefined
    ? [
        [name, 'query'],
        [name, 'query'],
      ]
    : [[name, value]];
}
