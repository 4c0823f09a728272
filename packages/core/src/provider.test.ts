import { describe, expect, it } from 'vitest';
import { type Provider, providerSchema } from './provider.ts';

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
  ['the other choices', { status: 'disabled', authMethod: 'client_secret_basic', userinfoFormat: 'json' }],
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
  ...Object.keys(endpoints).map(
    (name) =>
      [
        `no ${name} among its endpoints`,
        { source: { kind: 'endpoints', endpoints: { ...endpoints, [name]: undefined } } },
      ] as const,
  ),
];

describe('an identity provider', () => {
  it.each(good)('with %s is one, and comes back as it went in', (_, changes) => {
    const full = { ...provider, ...changes };
    expect(providerSchema.parse(full)).toEqual(full);
  });

  it.each(bad)('is none with %s', (_, changes) => {
    expect(providerSchema.safeParse({ ...provider, ...changes }).success).toBe(false);
  });
});
