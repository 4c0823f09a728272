import { knownScopes } from '@garance/core';
import { startCpuStopwatch } from '@garance/core/testing';
import { describe, expect, it } from 'vitest';
import { goodForm } from '../registration/testing/integration-scene.ts';
import { firstForm, parseSandboxForm, type SandboxSettings } from './rules.ts';

const settings: SandboxSettings = { platform: 'standard', relaxedAddresses: false, providers: [] };
const own = {
  ...goodForm,
  displayName: 'Test de mon application',
  redirectUris: 'http://localhost:8080/retour',
  postLogoutRedirectUris: '',
};

type Holder = 'organisation' | 'person';

function problems(holder: Holder, change: Readonly<Record<string, string | readonly string[]>>) {
  const form = { ...(holder === 'person' ? own : goodForm), ...change };
  const parsed = parseSandboxForm(form, settings, holder);
  return parsed.ok ? [] : parsed.problems.map(({ field, code }) => `${field} ${code}`);
}

describe('a sandbox client', () => {
  it.each(['standard', 'plus'] as const)('of %s may use every scope of the platform', (platform) => {
    const scopes = [...knownScopes(platform)];
    const jwks = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] });
    const keys = platform === 'plus' ? { keysKind: 'jwks', jwks, encryptionAlg: 'ECDH-ES' } : {};
    for (const holder of ['organisation', 'person'] as const) {
      const form = { ...own, ...keys, scopes };
      const parsed = parseSandboxForm(form, { ...settings, platform }, holder);
      expect(parsed).toMatchObject({ ok: true, content: { scopes: ['openid', ...scopes.slice(1)] } });
    }
  });

  it('may not use a scope that does not exist, or that no hub serves', () => {
    for (const scope of ['dgfip_rfr', 'rnipp_birth', 'phone']) {
      expect(problems('organisation', { scopes: ['openid', scope] })).toEqual([
        'scopes scope-not-habilitated',
      ]);
    }
  });

  it.each(['organisation', 'person'] as const)(
    'prefilled for a %s is complete, or lacks the redirect URIs only',
    (holder) => {
      const parsed = parseSandboxForm(firstForm(settings, holder), settings, holder);
      const missing = parsed.ok ? [] : parsed.problems.map(({ field }) => field);
      expect(missing).toEqual(holder === 'person' ? [] : ['redirectUris']);
      const plus = { ...settings, platform: 'plus' } as const;
      const form = firstForm(plus, holder);
      expect(form.keysKind).toBe(holder === 'person' ? 'jwks' : 'jwks_uri');
    },
  );

  it.each([
    'Test\nde la banque',
    'Test\u0000',
    'Test \u202Eeuqnab',
    'Test\u200Bbanque',
    'Test\u2028banque',
    'Test banque.fr',
    'Test BANQUE.FR, connexion',
    'Test https://banque',
    'Test www.banque',
  ])('attack 29: may not be called %j, whether of a person or an organisation', (displayName) => {
    for (const holder of ['organisation', 'person'] as const) {
      const named = problems(holder, { displayName }).filter((problem) => problem.startsWith('displayName '));
      expect([holder, named.length > 0]).toEqual([holder, true]);
    }
  });

  it.each(['Test n° 3 (préproduction) – École & Cie', 'Test v. 2', 'Test 1.2'])(
    'may be called %j',
    (displayName) => {
      expect(problems('person', { displayName })).toEqual([]);
    },
  );

  it('attack 23: is checked quickly whatever the length of its name', () => {
    for (const part of ['a.', 'w', 'www', ':/', 'é.é', '\u202E']) {
      const cpuMs = startCpuStopwatch();
      problems('organisation', { displayName: part.repeat(100_000) });
      expect(cpuMs()).toBeLessThan(500);
    }
  });
});

describe('attack 24: a sandbox client of a person without organisation', () => {
  it.each(['', 'test', 'TEST de la banque', 'Testament', 'Banque Test', ' Testament', 'Tést', 'Te st'])(
    'may not be called %j',
    (displayName) => {
      expect(problems('person', { displayName })).toContain('displayName name-not-test');
    },
  );

  it.each([
    'http://localhost/retour',
    'http://localhost:8080/retour',
    'https://localhost:8443/retour',
    'http://127.0.0.1:3000/retour?a=b',
    'http://[::1]:3000/retour',
  ])('may redirect to %s', (redirectUris) => {
    expect(problems('person', { redirectUris, postLogoutRedirectUris: redirectUris })).toEqual([]);
  });

  it.each([
    'https://banque.example/retour',
    'https://localhost.banque.example/retour',
    'https://127.0.0.1.banque.example/retour',
    'https://banque.example/localhost/127.0.0.1',
    'https://banque.example/retour?localhost=::1',
    'http://localhost.banque.example/retour',
    'http://localhost.:8080/retour',
    'http://127.0.0.1.banque.example/retour',
    'http://127.0.0.2/retour',
    'http://0.0.0.0/retour',
    'http://10.0.0.1/retour',
    'http://[::ffff:127.0.0.1]/retour',
    'http://localhost@banque.example/retour',
    'http://banque.example/localhost',
    'http://banque.example?localhost',
    'javascript://localhost/%0aalert(1)',
    'http://localhost:8080/a\nhttps://banque.example/retour',
  ])('may not redirect to %s', (uri) => {
    expect(problems('person', { redirectUris: uri })).not.toEqual([]);
    expect(problems('person', { postLogoutRedirectUris: uri })).not.toEqual([]);
    expect(problems('person', { siteUrl: uri })).not.toEqual([]);
  });

  it('attack 11: names no address for Garance to fetch', () => {
    const jwksUri = 'https://banque.example/jwks';
    expect(problems('person', { keysKind: 'jwks_uri', jwksUri })).toEqual(['keysKind not-offered']);
    expect(problems('person', { sectorIdentifierUri: jwksUri })).toEqual(['sectorIdentifierUri not-offered']);
    expect(problems('organisation', { keysKind: 'jwks_uri', jwksUri })).toEqual([]);
  });
});
