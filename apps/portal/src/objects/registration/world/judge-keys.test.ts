import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { judgeKeys } from './judge-keys.ts';

const rsa = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ecJwk = ec.publicKey.export({ format: 'jwk' });
const good = { ...rsa(2048), kid: 'rsa', use: 'enc' };
const signing = { ...ecJwk, kid: 'ec', use: 'sig' };

function failed(keys: readonly object[], requirements: Parameters<typeof judgeKeys>[1] = {}) {
  const { checks } = judgeKeys(JSON.stringify({ keys }), requirements, { field: 'jwks', nowMs: 0 });
  return checks
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ code, outcome }) => `${code} ${outcome}`);
}

describe('published keys', () => {
  it('that fit have no finding', () => {
    expect(failed([good, signing], { encryptionAlg: 'RSA-OAEP-256', assertionAlg: 'ES256' })).toEqual([]);
  });

  it.each<[string, readonly object[], Parameters<typeof judgeKeys>[1], string]>([
    ['with a private part', [{ ...good, d: 'AAAA' }], {}, 'keys-no-private-part failed'],
    ['with a symmetric key', [{ kty: 'oct', k: 'AAAA', kid: 'a' }], {}, 'keys-no-private-part failed'],
    ['with one kid for two', [good, { ...signing, kid: 'rsa' }], {}, 'keys-unique-kid failed'],
    ['without kid', [good, { ...signing, kid: undefined }], {}, 'keys-kid-missing warning'],
    ['of 1024 bits', [{ ...rsa(1024), kid: 'weak' }], {}, 'keys-size failed'],
    ['without one to encrypt to', [signing], { encryptionAlg: 'RSA-OAEP-256' }, 'keys-encryption failed'],
    ['that only sign', [{ ...good, use: 'sig' }], { encryptionAlg: 'RSA-OAEP' }, 'keys-encryption failed'],
    ['without one to verify with', [good], { assertionAlg: 'RS256' }, 'keys-signature failed'],
    ['of another curve', [{ ...signing, crv: 'P-384' }], { assertionAlg: 'ES256' }, 'keys-signature failed'],
    ['that are too many', Array.from({ length: 65 }, () => ({})), {}, 'keys-count failed'],
  ])('%s have a finding', (_what, keys, requirements, expected) => {
    expect(failed(keys, requirements)).toContain(expected);
  });

  it.each(['', 'null', '[]', '{"keys":1}', '<html>'])('%j is refused as a key set', (body) => {
    const { checks } = judgeKeys(body, {}, { field: 'jwks', nowMs: 0 });
    expect(checks).toEqual([{ field: 'jwks', code: 'keys-readable', outcome: 'failed' }]);
  });

  it('never appear with their values in findings', () => {
    const exposed = { ...good, d: 'super-secret-part' };
    const { checks } = judgeKeys(JSON.stringify({ keys: [exposed] }), {}, { field: 'jwks', nowMs: 0 });
    expect(JSON.stringify(checks)).not.toContain('super-secret-part');
  });
});
