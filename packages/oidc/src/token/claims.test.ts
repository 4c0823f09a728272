import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issuer } from '../testing/fixtures.ts';
import { idTokenClaims, userinfoClaims } from './claims.ts';

const parameters = {
  issuer,
  sub: 'a1v1',
  clientId: 'service-client',
  nowSeconds: 1_800_000_000,
  ttlSeconds: 60,
  authTime: 1_799_999_990,
  nonce: 'n',
  acr: 'eidas2',
  accessToken: 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y',
} as const;

describe('idTokenClaims', () => {
  it('are those of OpenID Connect Core §2, times in seconds', () => {
    expect(idTokenClaims(parameters)).toStrictEqual({
      iss: issuer,
      sub: 'a1v1',
      aud: 'service-client',
      exp: 1_800_000_060,
      iat: 1_800_000_000,
      auth_time: 1_799_999_990,
      nonce: 'n',
      acr: 'eidas2',
      at_hash: '77QmUPtjPfzWtF2AnpK9RQ',
    });
  });

  it('bind the access token by the left half of its hash', () => {
    const accessToken = 'another';
    const hash = createHash('sha256').update(accessToken).digest();
    const { at_hash: atHash } = idTokenClaims({ ...parameters, accessToken });
    expect(Buffer.from(`${atHash}`, 'base64url')).toEqual(hash.subarray(0, 16));
  });

  it('have amr only on request and nonce only when the request had one', () => {
    const { nonce: _, ...withoutNonce } = parameters;
    expect(idTokenClaims(withoutNonce)).not.toHaveProperty('nonce');
    expect(idTokenClaims({ ...parameters, amr: ['pwd', 'mfa'] })).toHaveProperty('amr', ['pwd', 'mfa']);
  });
});

describe('userinfoClaims', () => {
  const released = { given_name: 'Angela', sub: 'forged', iss: 'forged', aud: 'forged', exp: 1, iat: 1 };

  it('are the released ones with issuer, audience and times', () => {
    expect(userinfoClaims({ ...parameters, claims: released })).toEqual({
      given_name: 'Angela',
      iss: issuer,
      aud: 'service-client',
      iat: 1_800_000_000,
      exp: 1_800_000_060,
      sub: 'a1v1',
    });
  });
});
