import type { Jwks, Registration } from '@garance/core';
import { generateEncryptionKey, generateSigningKey } from '@garance/oidc';
import type { Outbound } from '@garance/web/outbound';
import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { registrationsFor } from '../testing/services.ts';
import { inspectClientKeys } from './inspect-client-keys.ts';

const [first, second, signing] = await Promise.all([
  generateEncryptionKey('ECDH-ES'),
  generateEncryptionKey('ECDH-ES'),
  generateSigningKey('ES256'),
]);

const asJwk = ({ kty = '', ...members }: JWK): Jwks['keys'][number] => ({ ...members, kty });
const withoutKid = ({ kid: _, ...jwk }: JWK) => asJwk(jwk);

/** A service of plus whose tokens are encrypted with ECDH-ES, and which publishes these keys behind an address. */
function inspect(body: string, status = 200, changes: Partial<Registration> = {}) {
  const outbound: Outbound = {
    request: async () => ({ status, headers: {}, body }),
    fetch: () => Promise.reject(new Error('not used')),
    policy: { allowHttp: false, allowPrivateAddresses: false },
    close: async () => {},
  };
  const registration = registrationsFor({ platform: 'plus', environment: 'integration' }).get('public');
  if (registration === undefined) throw new Error('no such service');
  const keys = { kind: 'jwks_uri', uri: 'https://public.example/jwks' } as const;
  return inspectClientKeys(outbound, { ...registration, keys, ...changes });
}

const published = (...keys: readonly Jwks['keys'][number][]) => JSON.stringify({ keys });

describe('the published keys of a service', () => {
  it('that fit have no finding', async () => {
    const body = published(asJwk(first.publicJwk), asJwk(second.publicJwk), asJwk(signing.publicJwk));
    expect(await inspect(body)).toEqual({ reachable: true, findings: [], encryptionKeys: 2 });
  });

  it.each([
    ['kid-repeated', published(asJwk(first.publicJwk), { ...asJwk(second.publicJwk), kid: first.kid })],
    ['kid-missing', published(withoutKid(first.publicJwk), asJwk(second.publicJwk))],
    ['private-part', published(asJwk(first.publicJwk), asJwk(signing.privateJwk))],
    ['no-encryption-key', published(asJwk(signing.publicJwk))],
    [
      'key-too-small',
      published(asJwk(first.publicJwk), { kty: 'RSA', kid: 'weak', n: 'A'.repeat(171), e: 'AQAB' }),
    ],
    [
      'too-many-keys',
      published(
        asJwk(first.publicJwk),
        ...Array.from({ length: 64 }, (_, kid) => ({ kty: 'EC', kid: `${kid}` })),
      ),
    ],
    ['not-a-key-set', '<p>'],
    ['not-a-key-set', '{"keys": "none"}'],
  ] as const)('that do not fit have a finding: %s', async (finding, body) => {
    expect((await inspect(body)).findings).toEqual([finding]);
  });

  it('must include one for the assertions that the service signs', async () => {
    const auth = {
      method: 'private_key_jwt',
      secretHashes: [],
      assertionAlg: 'ES256',
      assertionAudience: 'issuer',
    } as const;
    expect((await inspect(published(asJwk(first.publicJwk)), 200, { auth })).findings).toEqual([
      'no-assertion-key',
    ]);
    const both = published(asJwk(first.publicJwk), asJwk(signing.publicJwk));
    expect((await inspect(both, 200, { auth })).findings).toEqual([]);
  });

  it('are reported as unreachable where the service does not answer, and not fetched where it has none', async () => {
    const nothing = { reachable: false, findings: [], encryptionKeys: 0 };
    expect(await inspect('{}', 500)).toEqual(nothing);
    expect(await inspect('', 200, { keys: { kind: 'none' } })).toEqual(nothing);
  });

  it('are inspected when they are inline', async () => {
    const keys: Registration['keys'] = { kind: 'jwks', jwks: { keys: [asJwk(first.publicJwk)] } };
    expect(await inspect('', 200, { keys })).toEqual({ reachable: true, findings: [], encryptionKeys: 1 });
  });
});
