import { describe, expect, it } from 'vitest';
import { type Registration, registrationSchema } from './registration.ts';

const registration: Registration = {
  id: 'registration-1',
  version: 3,
  serviceId: 'service-1',
  organisationId: 'organisation-1',
  platform: 'standard',
  environment: 'integration',
  clientId: 'service-client',
  status: 'active',
  type: 'public',
  displayName: 'Service de démonstration',
  redirectUris: ['https://service.example/callback'],
  postLogoutRedirectUris: [],
  auth: {
    method: 'client_secret_post',
    secretHashes: [{ sha256: 'a'.repeat(64), expiresAtMs: 1 }, { sha256: 'b'.repeat(64) }],
    assertionAudience: 'issuer',
  },
  keys: { kind: 'none' },
  idToken: { signingAlg: 'ES256' },
  userinfo: {},
  scopes: ['openid'],
  amrAllowed: false,
  pkce: 'optional',
  par: 'optional',
  profile: 'franceconnect',
  idpHintAllowed: false,
  sector: { algorithm: 'g1', id: 'sector-1' },
  sessionLengthSeconds: 28_800,
};
const { auth } = registration;

type GoodCase = readonly [what: string, changes: Partial<Registration>];

/** Alternatives for single members; each must be unchanged after parsing. */
const good: readonly GoodCase[] = [
  ['nothing optional', {}],
  ['the other environment', { environment: 'production' }],
  ['a sandbox client', { kind: 'sandbox' }],
  ['the other choices', { status: 'suspended', type: 'private', pkce: 'required', par: 'required' }],
  ['profile openid', { profile: 'openid', userinfo: { signingAlg: 'RS256' } }],
  ['the longest names', { clientId: 'c'.repeat(255), displayName: 'd'.repeat(200) }],
  ['two redirect URIs', { redirectUris: ['https://a.example/', 'http://127.0.0.1:8000/cb'] }],
  ['Basic', { auth: { ...auth, method: 'client_secret_basic', assertionAudience: 'issuer-or-endpoints' } }],
  ...(['ES256', 'RS256', 'PS256'] as const).map(
    (assertionAlg): GoodCase => [
      `assertions by ${assertionAlg}`,
      { auth: { ...auth, method: 'private_key_jwt', assertionAlg } },
    ],
  ),
  ...(['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES'] as const).map((alg): GoodCase => {
    const encryption = { alg, enc: 'A256GCM' } as const;
    return [
      `${alg} to published keys`,
      {
        idToken: { signingAlg: 'RS256', encryption },
        userinfo: { signingAlg: 'ES256', encryption },
        keys: { kind: 'jwks', jwks: { keys: [{ kty: 'EC', crv: 'P-256' }] } },
      },
    ];
  }),
  ['keys at an address', { keys: { kind: 'jwks_uri', uri: 'https://service.example/jwks' } }],
  ['an imported sector', { sector: { algorithm: 'fc1', id: 'sector-1', entityId: 'entity-1' } }],
  ['providers allowed', { providerFilter: { mode: 'allow', providerIds: ['alpha'] } }],
  ['providers denied', { providerFilter: { mode: 'deny', providerIds: [] } }],
  ['addresses', { siteUrl: 'https://service.example/', sectorIdentifierUri: 'https://service.example/s' }],
];

/** Paths of members with values that must be refused. */
const bad: readonly (readonly [path: string, value: unknown])[] = [
  ...['id', 'serviceId', 'organisationId', 'clientId', 'displayName'].map((name) => [name, ''] as const),
  ['clientId', 'c'.repeat(256)],
  ['displayName', 'd'.repeat(201)],
  ['version', 0],
  ['version', 1.5],
  ['platform', 'other'],
  ['environment', 'other'],
  ['kind', 'service'],
  ['kind', true],
  ['kind', ''],
  ['status', 'other'],
  ['type', 'other'],
  ['redirectUris', []],
  ['redirectUris.0', 'callback'],
  ['postLogoutRedirectUris.0', 'signed-out'],
  ['siteUrl', 'service'],
  ['sectorIdentifierUri', 'service'],
  ['auth.method', 'none'],
  ['auth.secretHashes.0.sha256', 'a'.repeat(63)],
  ['auth.secretHashes.0.expiresAtMs', 'soon'],
  ['auth.assertionAlg', 'HS256'],
  ['auth.assertionAudience', 'any'],
  ['keys.kind', 'other'],
  ['keys', { kind: 'jwks' }],
  ['keys', { kind: 'jwks', jwks: {} }],
  ['keys', { kind: 'jwks', jwks: { keys: [{}] } }],
  ['keys', { kind: 'jwks_uri', uri: 'jwks' }],
  ['idToken.signingAlg', 'none'],
  ['idToken.encryption', { alg: 'RSA1_5', enc: 'A256GCM' }],
  ['idToken.encryption', { alg: 'ECDH-ES', enc: 'A128CBC-HS256' }],
  ['idToken', {}],
  ['userinfo.signingAlg', 'none'],
  ['userinfo.encryption', {}],
  ['scopes', 'openid'],
  ['pkce', 'other'],
  ['par', 'other'],
  ['profile', 'other'],
  ['providerFilter', { mode: 'other', providerIds: [] }],
  ['providerFilter', { mode: 'allow' }],
  ['sector.algorithm', 'other'],
  ['sector', { algorithm: 'g1', id: '' }],
  ['sector', { algorithm: 'fc1', id: '', entityId: 'e' }],
  ['sector', { algorithm: 'fc1', id: 's', entityId: '' }],
  ['sector', { algorithm: 'fc1', id: 's' }],
  ['sessionLengthSeconds', 0],
];

function withValue(path: string, value: unknown): unknown {
  const copy = structuredClone(registration) as unknown as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce((at, name) => at[name] as Record<string, unknown>, copy);
  parent[last] = value;
  return copy;
}

describe('a registration', () => {
  it.each(good)('with %s is valid and unchanged by parsing', (_, changes) => {
    const full = { ...registration, ...changes };
    expect(registrationSchema.parse(full)).toEqual(full);
  });

  it('attack 14: is invalid for a sandbox client in production, on either platform', () => {
    for (const platform of ['standard', 'plus'] as const) {
      const sandbox = { ...registration, platform, kind: 'sandbox' };
      expect(registrationSchema.safeParse({ ...sandbox, environment: 'integration' }).success).toBe(true);
      expect(registrationSchema.safeParse({ ...sandbox, environment: 'production' }).success).toBe(false);
    }
  });

  it.each(bad)('is invalid with %s: %j', (path, value) => {
    expect(registrationSchema.safeParse(withValue(path, value)).success).toBe(false);
  });
});
