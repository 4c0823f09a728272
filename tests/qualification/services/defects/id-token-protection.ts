/** Signature and encryption of the id_token, believed without the proof. */
import { compactVerify, importJWK, type JWK } from 'jose';
import { decryptionKeyOf } from '../checks/jose.ts';
import { parseObject } from '../hub/http.ts';
import { Refusal } from '../refusal.ts';
import { headerOf, payloadOf } from '../steps/tokens.ts';
import { both, cells, cellsWithout, type Defect, doing, plusOnly, replaced, standardOnly } from './defect.ts';
import { hmacHolds, openByHand, publicKeyAs, signatureHolds, trusting } from './forgery.ts';

const confusion = (form: 'pem' | 'der' | 'jwk'): Defect => ({
  name: `hs256-with-public-${form}`,
  platforms: both,
  title: {
    fr: `Accepte HS256 avec la clé publique (${form.toUpperCase()})`,
    en: `Accepts HS256 with the public key (${form.toUpperCase()})`,
  },
  turnsRed: [
    `id-token.hs256-public-${form}`,
    ...(form === 'pem' ? ['id-token.hs256-public-pem-trimmed'] : []),
  ],
  plant: (honest) =>
    trusting(
      honest,
      ({ header }) => header.alg === 'HS256',
      async ({ jws, keys }) =>
        (await keys.all()).some((jwk) => publicKeyAs(form, jwk).some((secret) => hmacHolds(jws, secret))),
    ),
});

const signature: readonly Defect[] = [
  {
    name: 'does-not-verify-signature',
    platforms: both,
    title: {
      fr: 'Décode l’id_token sans vérifier sa signature',
      en: 'Decodes the id_token, verifies nothing',
    },
    turnsRed: cellsWithout('id-token.signature', 'json-serialization', 'four-parts'),
    plant: (honest) =>
      trusting(
        honest,
        () => true,
        () => true,
      ),
  },
  {
    name: 'accepts-alg-none',
    platforms: both,
    title: { fr: 'Accepte alg none', en: 'Accepts alg none' },
    turnsRed: ['id-token.alg-none', 'id-token.alg-none-kept-signature'],
    plant: (honest) =>
      trusting(
        honest,
        ({ header }) => header.alg === 'none',
        () => true,
      ),
  },
  {
    name: 'accepts-hs256-with-secret',
    platforms: standardOnly,
    title: { fr: 'Accepte HS256 avec son secret', en: 'Accepts HS256 with its secret' },
    turnsRed: ['id-token.hs256-client-secret'],
    plant: (honest) =>
      trusting(
        honest,
        ({ header }) => header.alg === 'HS256',
        ({ jws, service }) => hmacHolds(jws, service.settings.clientSecret ?? ''),
      ),
  },
  confusion('pem'),
  confusion('der'),
  confusion('jwk'),
  {
    name: 'checks-key-name-only',
    platforms: both,
    title: {
      fr: 'Reconnaît le kid du hub et ne vérifie pas la signature',
      en: 'Knows the hub’s kid and does not verify the signature',
    },
    turnsRed: cells(
      'id-token.signature',
      ...[
        'signature-altered',
        'signature-empty',
        'signature-zero',
        'signature-truncated',
        'signature-extended',
      ],
      ...['signature-of-other-claims', 'payload-altered', 'header-altered', 'unknown-key-true-kid'],
      ...['embedded-jwk-true-kid', 'embedded-jku-true-kid'],
    ),
    plant: (honest) =>
      replaced(honest, 'jws', 'signature', ({ what }, honestly) => what === 'id_token' || honestly()),
  },
  {
    name: 'trusts-unknown-key',
    platforms: both,
    title: { fr: 'Laisse passer une clé inconnue', en: 'Lets an unknown key pass' },
    turnsRed: cells(
      'id-token.signature',
      ...['unknown-key', 'unknown-key-without-kid', 'unknown-key-empty-kid', 'unknown-key-null-kid'],
      ...['unknown-key-number-kid', 'unknown-key-array-kid', 'unknown-key-kid-in-other-case'],
    ),
    plant: (honest) => {
      const embeds = (header: Readonly<Record<string, unknown>>) =>
        ['jwk', 'jku', 'x5c', 'x5u'].some((name) => name in header);
      return ['key', 'signature'].reduce(
        (planted, name) =>
          replaced(planted, 'jws', name, async ({ what, header, keys }, honestly) =>
            what === 'id_token' && !embeds(header) && (await keys.find(header.kid)) === undefined
              ? true
              : honestly(),
          ),
        honest,
      );
    },
  },
  {
    name: 'trusts-embedded-jwk',
    platforms: both,
    title: { fr: 'Prend la clé dans l’en-tête', en: 'Takes the key from the header' },
    turnsRed: ['id-token.embedded-jwk', 'id-token.embedded-jwk-true-kid'],
    plant: (honest) =>
      trusting(
        honest,
        ({ header }) => 'jwk' in header,
        ({ jws, header }) => signatureHolds(jws, header.jwk as JWK),
      ),
  },
  {
    name: 'follows-jku',
    platforms: both,
    title: { fr: 'Va chercher la clé où l’en-tête le dit', en: 'Fetches the key where the header says' },
    turnsRed: ['id-token.embedded-jku', 'id-token.embedded-jku-look-alike', 'id-token.embedded-jku-true-kid'],
    plant: (honest) =>
      trusting(
        honest,
        ({ header }) => 'jku' in header,
        async ({ jws, header }) => {
          const { protocol, host, pathname } = new URL(String(header.jku));
          const { keys } = (await (await fetch(`${protocol}//${host}${pathname}`)).json()) as { keys: JWK[] };
          const jwk = keys.find(({ kid }) => kid === header.kid) ?? keys[0];
          return jwk !== undefined && signatureHolds(jws, jwk);
        },
      ),
  },
  {
    name: 'ignores-crit',
    platforms: both,
    title: { fr: 'Ne lit pas crit', en: 'Does not read crit' },
    turnsRed: ['id-token.unknown-crit'],
    plant: (honest) =>
      trusting(
        honest,
        ({ header }) => 'crit' in header,
        async ({ jws, header, keys }) => {
          const jwk = await keys.find(header.kid);
          if (jwk === undefined) return false;
          const crit = Object.fromEntries([header.crit].flat().map((name) => [String(name), true]));
          await compactVerify(jws, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'], crit });
          return true;
        },
      ),
  },
];

const encryption: readonly Defect[] = [
  {
    name: 'accepts-unencrypted',
    platforms: plusOnly,
    title: { fr: 'Accepte un id_token non chiffré', en: 'Accepts an id_token that is not encrypted' },
    turnsRed: ['id-token.not-encrypted'],
    plant: (honest) =>
      doing(honest, {
        openJwe: async (context) =>
          context.what === 'id_token' && context.jwe.split('.').length === 3
            ? context.jwe
            : honest.does.openJwe(context),
      }),
  },
  {
    name: 'takes-standard-tokens',
    platforms: plusOnly,
    title: {
      fr: 'Accepte à la porte plus un jeton de la plateforme standard',
      en: 'Accepts a token of the standard platform at the plus door',
    },
    turnsRed: ['id-token.standard-token'],
    plant: (honest) => {
      const isStandard = (jws: string) =>
        jws.split('.').length === 3 && payloadOf('id_token', jws).acr === 'eidas1';
      const opening = doing(honest, {
        openJwe: async (context) =>
          context.what === 'id_token' && isStandard(context.jwe) ? context.jwe : honest.does.openJwe(context),
        // Its level is enough where it comes from.
        readIdToken: async (exchange, tokens) => {
          if (!isStandard(tokens.idToken)) return honest.does.readIdToken(exchange, tokens);
          const pending = { ...exchange.pending, level: 'eidas1' } as const;
          return honest.does.readIdToken({ ...exchange, pending }, tokens);
        },
      });
      return opening;
    },
  },
  {
    name: 'accepts-unsigned-inside',
    platforms: plusOnly,
    title: {
      fr: 'Se contente du chiffrement : rien de signé à l’intérieur',
      en: 'Is content with encryption: nothing signed inside',
    },
    turnsRed: ['id-token.not-signed'],
    plant: (honest) =>
      doing(honest, {
        verifyJws: async (context) =>
          context.what === 'id_token' && context.jws.trimStart().startsWith('{')
            ? parseObject('id_token', context.jws)
            : honest.does.verifyJws(context),
      }),
  },
  {
    name: 'goes-on-without-opening',
    platforms: plusOnly,
    title: {
      fr: 'Continue avec userinfo quand l’id_token ne s’ouvre pas',
      en: 'Goes on with userinfo when the id_token cannot be opened',
    },
    turnsRed: ['id-token.encrypted-to-another-key', 'id-token.tag-altered', 'id-token.tag-truncated'],
    plant: (honest) =>
      replaced(
        doing(honest, {
          readIdToken: async (exchange, tokens) => {
            try {
              return await honest.does.readIdToken(exchange, tokens);
            } catch (error) {
              const closed = ['id_token.jwe.decryption', 'id_token.jwe.key'];
              if (error instanceof Refusal && closed.includes(error.code)) return { jws: '', claims: {} };
              throw error;
            }
          },
        }),
        'userinfo',
        'sub',
        ({ idToken }, honestly) => Object.keys(idToken).length === 0 || honestly(),
      ),
  },
  {
    name: 'opens-rsa1-5',
    platforms: plusOnly,
    title: { fr: 'Ouvre un jeton chiffré en RSA1_5', en: 'Opens a token encrypted with RSA1_5' },
    turnsRed: ['id-token.rsa1-5'],
    plant: (honest) =>
      doing(honest, {
        openJwe: async (context) =>
          context.header.alg === 'RSA1_5'
            ? openByHand(context.jwe, decryptionKeyOf(context) ?? {})
            : honest.does.openJwe(context),
      }),
  },
  {
    name: 'inflates-tokens',
    platforms: plusOnly,
    title: { fr: 'Décompresse ce qui est chiffré', en: 'Decompresses what is encrypted' },
    turnsRed: ['id-token.zip'],
    plant: (honest) =>
      doing(honest, {
        openJwe: async (context) =>
          'zip' in headerOf(context.jwe)
            ? openByHand(context.jwe, decryptionKeyOf(context) ?? {})
            : honest.does.openJwe(context),
      }),
  },
];

export const idTokenProtectionDefects: readonly Defect[] = [...signature, ...encryption];
