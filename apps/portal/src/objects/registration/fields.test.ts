import { describe, expect, it } from 'vitest';
import type { FieldRules } from './fields.ts';
import { initialForm, parseForm, withoutPrivateKeys } from './parse-form.ts';
import { goodForm } from './testing/integration-scene.ts';

const standard: FieldRules = {
  platform: 'standard',
  environment: 'integration',
  relaxedAddresses: false,
  habilitatedScopes: ['openid', 'given_name', 'email'],
  providers: [
    { id: 'low', name: 'Low' },
    { id: 'high', name: 'High' },
  ],
};
const plus: FieldRules = { ...standard, platform: 'plus' };
const plusForm = {
  ...goodForm,
  keysKind: 'jwks_uri',
  jwksUri: 'https://familles.example/jwks',
  encryptionAlg: 'RSA-OAEP-256',
};

function problems(form: object, rules: FieldRules = standard) {
  const parsed = parseForm({ ...goodForm, ...form }, rules);
  return parsed.ok ? [] : parsed.problems.map(({ field, code }) => `${field} ${code}`);
}

describe('the registration form', () => {
  it('produces a registration', () => {
    const parsed = parseForm(goodForm, standard);
    expect(parsed).toMatchObject({
      ok: true,
      content: {
        redirectUris: ['https://familles.example/retour'],
        scopes: ['openid', 'given_name', 'email'],
        auth: { method: 'client_secret_post', assertionAudience: 'issuer' },
        keys: { kind: 'none' },
        idToken: { signingAlg: 'ES256' },
        sessionLengthSeconds: 28_800,
        idpHintAllowed: false,
      },
    });
  });

  it('attack 11: accepts the configured ports for addresses that Garance fetches, and any port for redirect URIs', () => {
    const sectorIdentifierUri = 'https://familles.example:8443/sector';
    expect(problems({ sectorIdentifierUri }, { ...standard, fetchPorts: [443, 8443] })).toEqual([]);
    expect(problems({ sectorIdentifierUri }, { ...standard, relaxedAddresses: true })).toEqual([]);
    expect(problems({ redirectUris: 'https://familles.example:8443/retour' })).toEqual([]);
  });

  it('on plus requires encrypted tokens and published keys', () => {
    const parsed = parseForm(plusForm, plus);
    const encryption = { alg: 'RSA-OAEP-256', enc: 'A256GCM' };
    expect(parsed).toMatchObject({
      ok: true,
      content: { idToken: { encryption }, userinfo: { encryption }, keys: { kind: 'jwks_uri' } },
    });
  });

  it('is prefilled with valid values, and lacks the redirect URIs only', () => {
    const parsed = parseForm(
      initialForm(standard, { displayName: 'Service', scopes: standard.habilitatedScopes }),
      standard,
    );
    expect(parsed).toMatchObject({ ok: false, problems: [{ field: 'redirectUris', code: 'missing' }] });
  });

  it.each([
    [{ displayName: '' }, 'displayName missing'],
    [{ displayName: 'x'.repeat(101) }, 'displayName too-long'],
    [{ redirectUris: '' }, 'redirectUris missing'],
    [{ sectorIdentifierUri: 'https://familles.example:8443/sector' }, 'sectorIdentifierUri fetch-port'],
    [{ sectorIdentifierUri: 'https://familles.example:22/sector' }, 'sectorIdentifierUri fetch-port'],
    [{ keysKind: 'jwks_uri', jwksUri: 'https://familles.example:80/jwks' }, 'jwksUri fetch-port'],
    [{ redirectUris: 'http://familles.example/' }, 'redirectUris uri-not-https'],
    [{ redirectUris: 'https://a.example/\nhttps://a.example/' }, 'redirectUris repeated'],
    [{ redirectUris: 'https://a.example/\nhttps://b.example/' }, 'redirectUris several-hosts'],
    [
      { redirectUris: Array.from({ length: 21 }, (_, n) => `https://a.example/${n}`).join('\n') },
      'redirectUris too-many',
    ],
    [{ siteUrl: 'javascript:alert(1)' }, 'siteUrl uri-not-a-url'],
    [{ authMethod: 'none' }, 'authMethod not-offered'],
    [{ authMethod: 'private_key_jwt' }, 'keysKind keys-needed'],
    [{ encryptionAlg: 'RSA1_5' }, 'encryptionAlg not-offered'],
    [{ encryptionAlg: 'RSA-OAEP' }, 'keysKind keys-needed'],
    [{ signingAlg: 'HS256' }, 'signingAlg not-offered'],
    [{ signingAlg: 'none' }, 'signingAlg not-offered'],
    [{ keysKind: 'jwks_uri' }, 'jwksUri missing'],
    [{ keysKind: 'jwks_uri', jwksUri: 'http://localhost:3000/jwks' }, 'jwksUri uri-localhost'],
    [{ keysKind: 'jwks', jwks: '{}' }, 'jwks keys-not-json'],
    [{ keysKind: 'jwks', jwks: String.raw`{"keys":[{"kty":"EC","kid":"a\u0000"}]}` }, 'jwks keys-not-json'],
    [{ keysKind: 'jwks', jwks: '{"keys":[{"kty":"EC","d":"AA"}]}' }, 'jwks keys-private'],
    [{ keysKind: 'jwks', jwks: '-----BEGIN PRIVATE KEY-----' }, 'jwks keys-private'],
    [{ scopes: ['openid', 'birthdate'] }, 'scopes scope-not-habilitated'],
    [{ scopes: ['made-up'] }, 'scopes scope-not-habilitated'],
    [{ sessionLengthHours: '0' }, 'sessionLengthHours not-a-number'],
    [{ providerFilterMode: 'allow' }, 'providerIds providers-needed'],
    [{ providerFilterMode: 'deny', providerIds: ['unknown'] }, 'providerIds not-offered'],
  ])('refuses %j', (change, problem) => {
    expect(problems(change)).toContain(problem);
  });

  it.each([
    [{ signingAlg: 'RS256' }, 'signingAlg not-offered'],
    [{ encryptionAlg: '' }, 'encryptionAlg encryption-needed'],
    [{ keysKind: 'none' }, 'keysKind keys-needed'],
    [{ profile: 'openid' }, 'profile not-offered'],
  ])('on plus refuses %j', (change, problem) => {
    expect(problems({ ...plusForm, ...change }, plus)).toContain(problem);
  });

  it('accepts several hosts with a sector document', () => {
    const redirectUris = 'https://a.example/\nhttps://b.example/';
    expect(problems({ redirectUris, sectorIdentifierUri: 'https://a.example/sector' })).toEqual([]);
  });

  it('has no field for sector, client id or type (security.md 22)', () => {
    const parsed = parseForm(
      { ...goodForm, sector: 'stolen', clientId: 'stolen', type: 'private' },
      standard,
    );
    expect(JSON.stringify(parsed)).not.toContain('stolen');
    expect(parsed).not.toHaveProperty('content.type');
  });

  it('stores no private key (security.md 19)', () => {
    const form = { ...goodForm, jwks: '{"kty":"RSA","n":"AQAB","e":"AQAB","d":"c2VjcmV0"}' };
    expect(withoutPrivateKeys(form).jwks).toBe('');
    expect(withoutPrivateKeys({ ...form, jwks: 'half typed' }).jwks).toBe('half typed');
  });
});
