/** Signatures believed for another reason than the hub's published key. */

import type { JsonWebKey } from 'node:crypto';
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImplementationTable, JwsContext } from '../types.ts';
import { both, type Defect, doing } from './defect.ts';
import { hmacHolds, trusting } from './forgery.ts';

const isHmac = ({ header }: JwsContext) => header.alg === 'HS256';

const trusts = (
  name: string,
  title: Defect['title'],
  turnsRed: readonly string[],
  plant: (honest: ImplementationTable) => ImplementationTable,
): Defect => ({ name, platforms: both, title, turnsRed, matrixOnly: true, plant });

/** By the key itself, whatever else the header says. */
function holdsBy(jws: string, key: Parameters<typeof createPublicKey>[0]): boolean {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const input = Buffer.from(`${header}.${payload}`);
  const proof = Buffer.from(signature, 'base64url');
  return verify('sha256', input, { key: createPublicKey(key), dsaEncoding: 'ieee-p1363' }, proof);
}

export const signatureDefects: readonly Defect[] = [
  trusts(
    'accepts-none-in-any-case',
    { fr: 'Accepte alg none dans toute casse', en: 'Accepts alg none in any case' },
    [
      'id-token.alg-none',
      'id-token.alg-none-upper',
      'id-token.alg-none-title',
      'id-token.alg-none-mixed',
      'id-token.alg-none-kept-signature',
    ],
    (honest) =>
      trusting(
        honest,
        ({ header }) => String(header.alg).toLowerCase() === 'none',
        () => true,
      ),
  ),
  trusts(
    'verifies-only-known-algorithms',
    {
      fr: 'Ne vérifie que les algorithmes qu’il connaît',
      en: 'Verifies only the algorithms that it knows',
    },
    [
      'id-token.alg-none',
      'id-token.alg-none-upper',
      'id-token.alg-none-title',
      'id-token.alg-none-mixed',
      'id-token.alg-none-kept-signature',
      'id-token.alg-absent',
      'id-token.alg-empty',
      'id-token.alg-null',
      'id-token.alg-unknown',
    ],
    (honest) =>
      trusting(
        honest,
        ({ header }) => !/^(?:HS|ES|RS)\d{3}$/.test(String(header.alg)),
        () => true,
      ),
  ),
  trusts(
    'skips-an-empty-signature',
    { fr: 'Passe une signature vide', en: 'Skips an empty signature' },
    [
      'id-token.alg-none',
      'id-token.alg-none-upper',
      'id-token.alg-none-title',
      'id-token.alg-none-mixed',
      'id-token.alg-absent',
      'id-token.alg-empty',
      'id-token.alg-null',
      'id-token.signature-empty',
    ],
    (honest) =>
      trusting(
        honest,
        ({ jws }) => jws.endsWith('.'),
        () => true,
      ),
  ),
  trusts(
    'takes-zeros-for-a-signature',
    { fr: 'Prend des zéros pour une signature', en: 'Takes zeros for a signature' },
    ['id-token.signature-zero'],
    (honest) =>
      trusting(
        honest,
        ({ jws }) => /\.A{80,}$/.test(jws),
        () => true,
      ),
  ),
  trusts(
    'accepts-hs256-with-empty-key',
    { fr: 'Accepte HS256 avec une clé vide', en: 'Accepts HS256 with an empty key' },
    ['id-token.hs256-empty', 'id-token.kid-is-a-path'],
    (honest) => trusting(honest, isHmac, ({ jws }) => hmacHolds(jws, '')),
  ),
  trusts(
    'accepts-hs256-with-its-name',
    { fr: 'Accepte HS256 avec son client_id', en: 'Accepts HS256 with its client_id' },
    ['id-token.hs256-client-id'],
    (honest) => trusting(honest, isHmac, ({ jws, service }) => hmacHolds(jws, service.settings.clientId)),
  ),
  trusts(
    'reads-the-key-from-a-file',
    { fr: 'Lit la clé dans le fichier que kid nomme', en: 'Reads the key from the file that kid names' },
    ['id-token.kid-is-a-path'],
    (honest) =>
      trusting(honest, isHmac, ({ jws, header }) =>
        hmacHolds(jws, readFileSync(join('/usr/share/keys', String(header.kid)))),
      ),
  ),
  trusts(
    'looks-the-key-up-in-a-table',
    { fr: 'Cherche la clé en SQL, kid recopié', en: 'Looks the key up in SQL, kid copied in' },
    ['id-token.kid-is-a-query'],
    (honest) =>
      trusting(honest, isHmac, ({ jws, header }) => {
        const [, injected] = /UNION SELECT '([^']*)'/.exec(String(header.kid)) ?? [];
        return injected !== undefined && hmacHolds(jws, injected);
      }),
  ),
  trusts(
    'trusts-embedded-certificate',
    { fr: 'Prend le certificat dans l’en-tête', en: 'Takes the certificate from the header' },
    ['id-token.embedded-x5c'],
    (honest) =>
      trusting(
        honest,
        ({ header }) => 'x5c' in header,
        ({ jws, header }) => {
          const [certificate = ''] = header.x5c as readonly string[];
          const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
          return holdsBy(jws, publicKey.export({ type: 'spki', format: 'pem' }));
        },
      ),
  ),
  trusts(
    'follows-x5u',
    {
      fr: 'Va chercher le certificat où l’en-tête le dit',
      en: 'Fetches the certificate where the header says',
    },
    ['id-token.embedded-x5u'],
    (honest) =>
      trusting(
        honest,
        ({ header }) => 'x5u' in header,
        async ({ jws, header }) => {
          const { publicKey } = new X509Certificate(await (await fetch(String(header.x5u))).text());
          return holdsBy(jws, publicKey.export({ type: 'spki', format: 'pem' }));
        },
      ),
  ),
  trusts(
    'does-not-know-crit',
    { fr: 'Ne sait pas ce qu’est crit', en: 'Does not know what crit is' },
    ['id-token.unknown-crit', 'id-token.crit-empty', 'id-token.crit-of-nothing', 'id-token.crit-is-text'],
    (honest) =>
      trusting(
        honest,
        ({ header }) => 'crit' in header,
        async ({ jws, header, keys }) => {
          const jwk = await keys.find(header.kid);
          return jwk !== undefined && holdsBy(jws, { key: jwk as JsonWebKey, format: 'jwk' });
        },
      ),
  ),
  {
    name: 'reads-any-form',
    platforms: both,
    title: { fr: 'Lit un JWS sous toute forme', en: 'Reads a JWS of any form' },
    turnsRed: [
      'id-token.json-serialization',
      'id-token.four-parts',
      'userinfo.json-serialization',
      'userinfo.four-parts',
    ],
    plant: (honest) =>
      doing(honest, {
        verifyJws: (context) => honest.does.verifyJws({ ...context, jws: compactOf(context.jws) }),
      }),
  },
];

function compactOf(jws: string): string {
  if (!jws.startsWith('{')) return jws.split('.').slice(0, 3).join('.');
  const { protected: header, payload, signature } = JSON.parse(jws) as Record<string, string>;
  return [header, payload, signature].join('.');
}
