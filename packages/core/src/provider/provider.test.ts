import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { choicePageSchema, currentChoiceMessage } from './choice-page.ts';
import {
  acrValuesToAsk,
  levelOfAcr,
  type Provider,
  providerSchema,
  providerScopesOf,
  releasedAmr,
} from './provider.ts';
import { reservedParameters } from './provider-fields.ts';

const provider: Provider = {
  id: 'a',
  platform: 'plus',
  environment: 'integration',
  name: 'Compte alpha',
  displayOrder: 1,
  status: 'active',
  source: { kind: 'discovery', url: 'https://alpha.example/.well-known/openid-configuration' },
  clientId: 'hub-at-alpha',
  clientSecret: 'secret',
  authMethod: 'client_secret_post',
  levels: ['eidas2', 'eidas3'],
  idTokenSigningAlg: 'ES256',
  userinfoFormat: 'signed',
  pkce: true,
};
const endpoints = {
  issuer: 'https://alpha.example',
  authorization: 'https://alpha.example/authorize',
  token: 'https://alpha.example/token',
  userinfo: 'https://alpha.example/userinfo',
  jwks: 'https://alpha.example/jwks',
  issParameter: true,
};

const { jwks: _jwks, ...keyless } = endpoints;
const ecKey = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
const standard = { platform: 'standard', levels: ['eidas1'], clientSecret: 's'.repeat(32) } as const;

const good: readonly (readonly [what: string, changes: Partial<Provider>])[] = [
  ['nothing optional', {}],
  ['the longest id and name', { id: `a-9${'z'.repeat(60)}`, name: 'n'.repeat(100) }],
  ['endpoints by hand', { source: { kind: 'endpoints', endpoints } }],
  [
    'an end of session',
    { source: { kind: 'endpoints', endpoints: { ...endpoints, endSession: 'https://alpha.example/end' } } },
  ],
  ['a drawn logo', { logo: { mediaType: 'image/svg+xml', base64: 'PHN2Zy8+' } }],
  ['a large logo', { logo: { mediaType: 'image/png', base64: 'A'.repeat(64_000) } }],
  ['maintenance', { status: 'maintenance', maintenanceMessage: { fr: 'Maintenance', en: 'Down' } }],
  [
    'the other choices',
    { platform: 'standard', status: 'disabled', authMethod: 'client_secret_basic', userinfoFormat: 'json' },
  ],
  ['HS256 on standard, a secret of 32 bytes', { ...standard, idTokenSigningAlg: 'HS256' }],
  [
    'HS256, 32 bytes in fewer characters',
    { ...standard, idTokenSigningAlg: 'HS256', clientSecret: 'é'.repeat(16) },
  ],
  ['HS256 for userinfo alone', { ...standard, userinfoSigningAlg: 'HS256' }],
  ['plain userinfo beside HS256', { ...standard, idTokenSigningAlg: 'HS256', userinfoFormat: 'json' }],
  ['another algorithm for userinfo', { userinfoSigningAlg: 'RS256' }],
  [
    'an encryption of userinfo alone',
    { userinfoFormat: 'nested', userinfoEncryption: { alg: 'RSA-OAEP', enc: 'A256GCM' } },
  ],
  ['typed keys', { source: { kind: 'endpoints', endpoints: keyless, keys: { keys: [ecKey] } } }],
  [
    'neither keys nor an address of them where it signs with the secret',
    { ...standard, idTokenSigningAlg: 'HS256', source: { kind: 'endpoints', endpoints: keyless } },
  ],
  ['words for its levels', { acrMap: { 'urn:loa:2': 'eidas2', '2FA': 'eidas2', carte: 'eidas3' } }],
  ['scopes', { scopes: ['openid', 'urn:identity#all', '!'] }],
  ['no acr_values', { acrValues: [] }],
  ['claims', { claims: { userinfo: { birthdate: { essential: true }, gender: null }, id_token: {} } }],
  ['further parameters', { extraParameters: { 'vendor.flow': 'a b é', kc_idp_hint: 'x' } }],
  ['no max_age on standard', { ...standard, sendMaxAge: false, sendUiLocales: false }],
  ['max_age on plus said aloud', { sendMaxAge: true }],
  ['an origin', { amr: 'eidas', amrPassedOn: true, preferredUsernameIsUsageName: true }],
  ['marks', { display: { hidden: true, beta: true, approval: { fr: 'Lisez\nceci', en: 'Read\r\nthis' } } }],
  ['encryption', { userinfoFormat: 'nested', idTokenEncryption: { alg: 'ECDH-ES', enc: 'A256GCM' } }],
];

const bad: readonly (readonly [what: string, changes: Readonly<Record<string, unknown>>])[] = [
  ['an id in capitals', { id: 'Alpha' }],
  ['an id with a path', { id: 'a/b' }],
  ['an id behind a path', { id: '/a' }],
  ['an id that begins with a hyphen', { id: '-a' }],
  ['an id of 64 characters', { id: 'a'.repeat(64) }],
  ['no name', { name: '' }],
  ['an endless name', { name: 'n'.repeat(101) }],
  ['another platform', { platform: 'other' }],
  ['another status', { status: 'other' }],
  ['a message in one language', { maintenanceMessage: { fr: 'Maintenance' } }],
  ['a logo of another kind', { logo: { mediaType: 'text/html', base64: 'AAAA' } }],
  ['a logo that is no base64', { logo: { mediaType: 'image/png', base64: '<svg>' } }],
  ['a giant logo', { logo: { mediaType: 'image/png', base64: 'A'.repeat(64_004) } }],
  ['another source', { source: { kind: 'other' } }],
  ['discovery nowhere', { source: { kind: 'discovery' } }],
  ['no endpoints', { source: { kind: 'endpoints', endpoints: {} } }],
  ['no client', { clientId: '' }],
  ['no secret', { clientSecret: '' }],
  ['another method', { authMethod: 'none' }],
  ['no level', { levels: [] }],
  ['an unknown level', { levels: ['eidas4'] }],
  ['an unsigned token', { idTokenSigningAlg: 'none' }],
  ['a weak encryption', { idTokenEncryption: { alg: 'RSA1_5', enc: 'A256GCM' } }],
  ['another format', { userinfoFormat: 'other' }],
  ['a direction override in its name', { name: 'Compte \u202eahpla' }],
  ['a line break in its name', { name: 'Compte\nalpha' }],
  ['HS256 on plus', { idTokenSigningAlg: 'HS256', clientSecret: 's'.repeat(64) }],
  ['HS256 for userinfo on plus', { userinfoSigningAlg: 'HS256', clientSecret: 's'.repeat(64) }],
  [
    'HS256 with a secret of 31 bytes',
    { ...standard, idTokenSigningAlg: 'HS256', clientSecret: 's'.repeat(31) },
  ],
  [
    'HS256 for userinfo with 31 bytes',
    { ...standard, userinfoSigningAlg: 'HS256', clientSecret: 's'.repeat(31) },
  ],
  ['another HMAC', { ...standard, idTokenSigningAlg: 'HS512' }],
  ['plain userinfo on plus', { userinfoFormat: 'json' }],
  ['a signature of plain userinfo', { ...standard, userinfoFormat: 'json', userinfoSigningAlg: 'RS256' }],
  ['nested userinfo without encryption', { userinfoFormat: 'nested' }],
  ['an encryption of what is not nested', { userinfoEncryption: { alg: 'RSA-OAEP', enc: 'A256GCM' } }],
  ['max_age left out on plus', { sendMaxAge: false }],
  ['a level above its own in its map', { levels: ['eidas2'], acrMap: { carte: 'eidas3' } }],
  ['a level that is none in its map', { acrMap: { carte: 'eidas4' } }],
  ['no level in its map', { acrMap: {} }],
  ['a blank in a word of its map', { acrMap: { 'la carte': 'eidas3' } }],
  ['an empty word in its map', { acrMap: { '': 'eidas3' } }],
  ['scopes without openid', { scopes: ['profile'] }],
  ['OpenID in capitals', { scopes: ['OPENID'] }],
  ['no scopes', { scopes: [] }],
  ['a scope twice', { scopes: ['openid', 'email', 'email'] }],
  ['two scopes in one', { scopes: ['openid', 'email profile'] }],
  ['51 scopes', { scopes: ['openid', ...Array.from({ length: 50 }, (_, index) => `s${index}`)] }],
  ['acr_values twice', { acrValues: ['a', 'a'] }],
  ['claims of another place', { claims: { token: {} } }],
  ['endless claims', { claims: { userinfo: { a: 'x'.repeat(4_000) } } }],
  ['a parameter with a blank in its name', { extraParameters: { 'a b': 'x' } }],
  ['a parameter with a line break in its value', { extraParameters: { a: 'x\ny' } }],
  [
    '21 parameters',
    { extraParameters: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`p${index}`, 'x'])) },
  ],
  ...reservedParameters.map((name) => [`its own ${name}`, { extraParameters: { [name]: 'x' } }] as const),
  ['another origin', { amr: 'pwd' }],
  ['an empty text to read', { display: { approval: { fr: '', en: '' } } }],
  ['a control character in a text', { display: { approval: { fr: 'a\u0000', en: 'a' } } }],
  ['neither keys nor an address of them', { source: { kind: 'endpoints', endpoints: keyless } }],
  ['both keys and an address of them', { source: { kind: 'endpoints', endpoints, keys: { keys: [ecKey] } } }],
  ['no keys among its keys', { source: { kind: 'endpoints', endpoints: keyless, keys: { keys: [] } } }],
  [
    'keys of another type alone',
    {
      source: { kind: 'endpoints', endpoints: keyless, keys: { keys: [{ kty: 'RSA', n: 'n', e: 'AQAB' }] } },
    },
  ],
  ...['d', 'p', 'k'].map(
    (member) =>
      [
        `a private part (${member}) in its keys`,
        { source: { kind: 'endpoints', endpoints: keyless, keys: { keys: [{ ...ecKey, [member]: 'x' }] } } },
      ] as const,
  ),
  ...Object.keys(endpoints).map(
    (name) =>
      [
        `no ${name} among its endpoints`,
        { source: { kind: 'endpoints', endpoints: { ...endpoints, [name]: undefined } } },
      ] as const,
  ),
];

describe('an identity provider', () => {
  it.each(good)('with %s is valid and unchanged by parsing', (_, changes) => {
    const full = { ...provider, ...changes };
    expect(providerSchema.parse(full)).toEqual(full);
  });

  it.each(bad)('is invalid with %s', (_, changes) => {
    expect(providerSchema.safeParse({ ...provider, ...changes }).success).toBe(false);
  });
});

describe('a scope requested of a provider', () => {
  const accepts = (scope: string) =>
    providerSchema.safeParse({ ...provider, scopes: ['openid', scope] }).success;

  it.prop([fc.string({ minLength: 1, maxLength: 20, unit: 'binary' })])(
    'has only the characters of RFC 6749 §3.3',
    (scope) => {
      fc.pre(scope !== 'openid');
      const legal = [...scope].every(
        (letter) => letter > ' ' && letter <= '~' && letter !== '"' && letter !== '\\',
      );
      expect(accepts(scope)).toBe(legal);
    },
  );

  it('is the platform’s default when the registration names none', () => {
    expect(providerScopesOf(provider)).toEqual([
      ...['openid', 'profile', 'email', 'preferred_username', 'birthplace', 'birthcountry'],
    ]);
    expect(providerScopesOf({ ...provider, platform: 'standard' })).toEqual([
      'openid',
      'profile',
      'email',
      'birth',
    ]);
    expect(providerScopesOf({ ...provider, scopes: ['openid'] })).toEqual(['openid']);
  });
});

describe('the level requested of a provider', () => {
  it.each([
    ['eidas1', ['eidas2', 'eidas3'], undefined, ['eidas2']],
    ['eidas3', ['eidas2', 'eidas3'], undefined, ['eidas3']],
    ['eidas2', ['eidas1', 'eidas2'], { bas: 'eidas1', fort: 'eidas2' }, ['fort']],
    ['eidas1', ['eidas1', 'eidas3'], { carte: 'eidas3' }, ['carte']],
    ['eidas3', ['eidas1'], { bas: 'eidas1' }, []],
  ] as const)('%s, for %j with the provider’s values %j, is %j', (requested, levels, acrMap, values) => {
    expect(
      acrValuesToAsk({ ...provider, levels, ...(acrMap !== undefined && { acrMap }) }, requested),
    ).toEqual(values);
  });

  it.prop([fc.anything()])('is read from the provider’s own values only', (acr) => {
    const acrMap = { carte: 'eidas3' } as const;
    expect(levelOfAcr({ acrMap }, acr)).toBe(acr === 'carte' ? 'eidas3' : undefined);
    expect(levelOfAcr({}, acr)).toBe(['eidas1', 'eidas2', 'eidas3'].find((level) => level === acr));
  });
});

describe('the amr of a sign-in', () => {
  it.each([
    [{}, ['pwd'], ['fc']],
    [{ amr: 'eidas' }, undefined, ['eidas']],
    [{ amrPassedOn: true }, ['pwd', 'otp'], ['pwd', 'otp']],
    [{ amrPassedOn: true, amr: 'fr' }, [], ['fr']],
    [{ amrPassedOn: true }, undefined, ['fc']],
    [{ amrPassedOn: false, amr: 'fr' }, ['pwd'], ['fr']],
  ] as const)('of a provider with %j that sent %j is %j', (changes, sent, released) => {
    expect(releasedAmr({ ...provider, ...changes }, sent)).toEqual(released);
  });
});

describe('the message of the choice page', () => {
  const text = { fr: 'Bonjour', en: 'Hello' };

  it.each([
    [{}, 5, text],
    [{ fromMs: 5 }, 4, undefined],
    [{ fromMs: 5 }, 5, text],
    [{ untilMs: 5 }, 4, text],
    [{ untilMs: 5 }, 5, undefined],
    [{ fromMs: 5, untilMs: 9 }, 7, text],
  ])('%j at %i: %j', (dates, nowMs, shown) => {
    const page = choicePageSchema.parse({ showExcluded: true, message: { text, ...dates } });
    expect(currentChoiceMessage(page, nowMs)).toEqual(shown);
  });

  it('ends after it begins, and is in both languages', () => {
    const refused = [
      { text, fromMs: 5, untilMs: 5 },
      { text: { fr: 'Bonjour' } },
      { text: { fr: 'a\u202e', en: 'a' } },
    ];
    for (const message of refused) {
      expect(choicePageSchema.safeParse({ showExcluded: true, message }).success).toBe(false);
    }
  });
});
