/** How a token is protected: encryption outside, signature inside. */
import { compactVerify, importJWK } from 'jose';
import type { Checks, JweContext } from '../types.ts';

/** The private key that the header names; without a name, the first. */
export function decryptionKeyOf({ header, service }: Pick<JweContext, 'header' | 'service'>) {
  const { encryption } = service.settings.keys;
  return header.kid === undefined ? encryption[0] : encryption.find(({ kid }) => kid === header.kid);
}

export const jweChecks: Checks['jwe'] = [
  {
    name: 'encrypted',
    clause: 'Garance platforms, tokens: plus',
    holds: ({ jwe }) => jwe.split('.').length === 5,
  },
  {
    name: 'alg',
    clause: 'RFC 8725 §3.1',
    holds: ({ header }) => header.alg === 'RSA-OAEP-256',
  },
  { name: 'enc', clause: 'RFC 8725 §3.1', holds: ({ header }) => header.enc === 'A256GCM' },
  { name: 'zip', clause: 'RFC 8725 §3.6', holds: ({ header }) => !('zip' in header) },
  { name: 'crit', clause: 'RFC 7516 §4.1.13', holds: ({ header }) => !('crit' in header) },
  {
    name: 'key',
    clause: 'RFC 7516 §5.2, 6',
    holds: (context) => decryptionKeyOf(context) !== undefined,
  },
];

export const jwsChecks: Checks['jws'] = [
  {
    name: 'signed',
    clause: 'OpenID Connect Core 1.0 §10.2',
    holds: ({ jws }) => jws.split('.').length === 3,
  },
  { name: 'alg', clause: 'RFC 8725 §3.1', holds: ({ header }) => header.alg === 'ES256' },
  { name: 'crit', clause: 'RFC 7515 §4.1.11', holds: ({ header }) => !('crit' in header) },
  {
    name: 'key',
    clause: 'RFC 8725 §3.8',
    holds: async ({ header, keys }) => (await keys.find(header.kid)) !== undefined,
  },
  {
    name: 'signature',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 6',
    holds: async ({ jws, header, keys }) => {
      const jwk = await keys.find(header.kid);
      if (jwk === undefined) return false;
      // Throws on any mismatch, and on what it does not know.
      await compactVerify(jws, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'] });
      return true;
    },
  },
];
