/** Encryption opened in other ways than the registered one, of the id_token or of userinfo. */
import { createDecipheriv, createHash, createPublicKey, type JsonWebKey } from 'node:crypto';
import { compactDecrypt, importJWK, type JWK } from 'jose';
import { decryptionKeyOf } from '../checks/jose.ts';
import { parseObject } from '../hub/http.ts';
import { publicPart } from '../keys.ts';
import type { ImplementationTable, JweContext } from '../types.ts';
import { type Defect, doing, plusOnly } from './defect.ts';
import { contentKeyOf, openByHand } from './forgery.ts';

type What = JweContext['what'];

interface Opening {
  readonly name: string;
  readonly fr: string;
  readonly en: string;
  /** Names of the cells. */
  readonly takes: readonly string[];
  when(context: JweContext): boolean;
  open(context: JweContext): Promise<string> | string;
}

const keyOf = (context: JweContext): JWK => decryptionKeyOf(context) ?? {};

async function openedBy(jwe: string, key: Uint8Array | CryptoKey): Promise<string> {
  const { plaintext } = await compactDecrypt(jwe, key, {
    // More than the library does unless told.
    keyManagementAlgorithms: ['dir', 'RSA-OAEP', 'RSA-OAEP-256', 'PBES2-HS256+A128KW'],
    maxPBES2Count: 2_000_000,
  });
  return new TextDecoder().decode(plaintext);
}

const tagLength = 16;

/** AES-GCM whose tag is not proven, or only as much of it as there is. */
function openWithTag(context: JweContext, proven: boolean): string {
  const [header = '', wrapped = '', iv = '', text = '', tag = ''] = context.jwe.split('.');
  const seal = Buffer.from(tag, 'base64url');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    contentKeyOf(wrapped, keyOf(context), 'RSA-OAEP-256'),
    Buffer.from(iv, 'base64url'),
    { authTagLength: proven ? seal.length : tagLength },
  );
  decipher.setAAD(Buffer.from(header));
  const plain = decipher.update(Buffer.from(text, 'base64url'));
  if (!proven) return plain.toString();
  decipher.setAuthTag(seal);
  return Buffer.concat([plain, decipher.final()]).toString();
}

const openings: readonly Opening[] = [
  {
    name: 'opens-any-encryption',
    fr: 'Ouvre tout ce que sa bibliothèque sait ouvrir',
    en: 'Opens all that its library can open',
    takes: ['other-oaep', 'enc-a128gcm', 'enc-a128cbc-hs256'],
    when: ({ header }) => /^RSA-OAEP/.test(String(header.alg)) && !('crit' in header) && !('zip' in header),
    open: async (context) => {
      const { alg, ...key } = keyOf(context);
      const named = String(context.header.alg);
      return openedBy(context.jwe, (await importJWK({ ...key, alg: named }, named)) as CryptoKey);
    },
  },
  {
    name: 'opens-with-zeros',
    fr: 'Ouvre avec une clé de zéros',
    en: 'Opens with a key of zeros',
    takes: ['dir-zero'],
    when: ({ header }) => header.alg === 'dir',
    open: ({ jwe }) => openedBy(jwe, new Uint8Array(32)),
  },
  {
    name: 'opens-with-public-key',
    fr: 'Ouvre avec sa clé publique',
    en: 'Opens with its public key',
    takes: ['dir-public-key'],
    when: ({ header }) => header.alg === 'dir',
    open: (context) => {
      const key = createPublicKey({ key: publicPart(keyOf(context)) as JsonWebKey, format: 'jwk' });
      const pem = key.export({ type: 'spki', format: 'pem' });
      return openedBy(context.jwe, new Uint8Array(createHash('sha256').update(pem).digest()));
    },
  },
  {
    name: 'opens-by-password',
    fr: 'Ouvre par mot de passe',
    en: 'Opens by password',
    takes: ['pbes2-client-id', 'pbes2-many-rounds'],
    when: ({ header }) => String(header.alg).startsWith('PBES2'),
    open: ({ jwe, service }) => openedBy(jwe, new TextEncoder().encode(service.settings.clientId)),
  },
  {
    name: 'accepts-a-short-tag',
    fr: 'Accepte un sceau raccourci',
    en: 'Accepts a short authentication tag',
    takes: ['tag-truncated'],
    when: ({ jwe }) => Buffer.from(jwe.split('.')[4] ?? '', 'base64url').length < tagLength,
    open: (context) => openWithTag(context, true),
  },
  {
    name: 'does-not-prove-the-tag',
    fr: 'Ne vérifie pas le sceau',
    en: 'Does not prove the authentication tag',
    takes: ['tag-truncated', 'tag-altered'],
    when: ({ header }) =>
      header.alg === 'RSA-OAEP-256' && header.enc === 'A256GCM' && !('crit' in header) && !('zip' in header),
    open: (context) => openWithTag(context, false),
  },
  {
    name: 'ignores-crit-of-encryption',
    fr: 'Ne lit pas crit du chiffrement',
    en: 'Does not read the encryption’s crit',
    takes: ['jwe-unknown-crit'],
    when: ({ header }) => 'crit' in header,
    open: (context) => openByHand(context.jwe, keyOf(context)),
  },
];

/** Found for the id_token by defects of its own (`id-token-protection.ts`). */
const userinfoOpenings: readonly Opening[] = [
  {
    name: 'opens-rsa1-5',
    fr: 'Ouvre userinfo en RSA1_5',
    en: 'Opens userinfo with RSA1_5',
    takes: ['rsa1-5'],
    when: ({ header }) => header.alg === 'RSA1_5',
    open: (context) => openByHand(context.jwe, keyOf(context)),
  },
  {
    name: 'inflates',
    fr: 'Décompresse userinfo',
    en: 'Decompresses userinfo',
    takes: ['zip'],
    when: ({ header }) => 'zip' in header,
    open: (context) => openByHand(context.jwe, keyOf(context)),
  },
];

export const encryptionDefects: readonly Defect[] = [
  ...openings.map((opening) => defectOf('id_token', opening)),
  ...[...openings, ...userinfoOpenings].map((opening) => defectOf('userinfo', opening)),
  {
    name: 'accepts-unsigned-userinfo-inside',
    platforms: plusOnly,
    title: { fr: 'Se contente du chiffrement de userinfo', en: 'Is content with userinfo’s encryption' },
    turnsRed: ['userinfo.not-signed'],
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, {
        verifyJws: async (context) =>
          context.what === 'userinfo' && context.jws.startsWith('{')
            ? parseObject('userinfo', context.jws)
            : honest.does.verifyJws(context),
      }),
  },
  {
    name: 'goes-on-without-opening-userinfo',
    platforms: plusOnly,
    title: {
      fr: 'Continue sans userinfo quand il ne s’ouvre pas',
      en: 'Goes on without userinfo when it cannot be opened',
    },
    turnsRed: ['userinfo.encrypted-to-another-key', 'userinfo.tag-altered', 'userinfo.tag-truncated'],
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, {
        readUserinfo: async (exchange, tokens, idToken) => {
          try {
            return await honest.does.readUserinfo(exchange, tokens, idToken);
          } catch (error) {
            if (String(error).includes('userinfo.jwe.decryption')) return {};
            throw error;
          }
        },
      }),
  },
];

function defectOf(what: What, { name, fr, en, takes, when, open }: Opening): Defect {
  const family = what === 'id_token' ? 'id-token' : 'userinfo';
  return {
    name: what === 'id_token' ? name : `${name}-of-userinfo`,
    platforms: plusOnly,
    title: { fr: `${fr} (${family})`, en: `${en} (${family})` },
    turnsRed: takes.map((cell) => `${family}.${cell}`),
    matrixOnly: true,
    plant: (honest: ImplementationTable) =>
      doing(honest, {
        openJwe: async (context) =>
          context.what === what && when(context) ? open(context) : honest.does.openJwe(context),
      }),
  };
}
