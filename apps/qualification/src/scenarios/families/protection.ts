/** How a token may be protected wrongly: one row a way, for the id_token and for userinfo. */
import type { Localized, ScenarioLevel } from '@garance/core';
import type { CauseId } from '../../vocabulary/cause.ts';
import {
  type EncryptionFault,
  encryptionFaults,
  type JoseFault,
  type SignatureFault,
} from '../../vocabulary/fault.ts';
import type { Need, Scenario } from '../../vocabulary/scenario.ts';
import { type CellClass, toScenario } from './cell.ts';
import { type AdviceId, protectionAdvice } from './protection-advice.ts';

interface Row {
  readonly fr: string;
  readonly en: string;
  readonly clause: string;
  /** Of the id_token. Userinfo's protection is what the registration says, so it is the platform that requires it. */
  readonly class: CellClass;
  readonly advice: AdviceId;
  readonly quick?: true;
  readonly needs?: readonly Need[];
  /** The secret is only presented where the id_token is given out. */
  readonly idTokenOnly?: true;
}

const algorithm = 'OpenID Connect Core 1.0 §3.1.3.7, 7; RFC 8725 §3.1';
const confusion = 'OpenID Connect Core 1.0 §3.1.3.7, 7; RFC 8725 §2.1 and §3.1';
const signature = 'OpenID Connect Core 1.0 §3.1.3.7, 6; Garance, qualification: id_token';
const key = 'OpenID Connect Core 1.0 §3.1.3.7, 6 and §10.1.1';
const ownKey = 'OpenID Connect Core 1.0 §3.1.3.7, 6; RFC 8725 §3.10';
const crit = 'RFC 7515 §4.1.11';
const encryption = 'RFC 8725 §3.2; Garance, platforms: Tokens';

const secret = { needs: ['client-secret'], idTokenOnly: true } as const;

const none = (fr: string, en: string): Row => ({
  fr,
  en,
  clause: algorithm,
  class: 'standard',
  advice: 'algorithm',
});
const mac = (fr: string, en: string): Row => ({
  fr: `signé en HMAC avec ${fr}`,
  en: `signed with HMAC and ${en}`,
  clause: confusion,
  class: 'standard',
  advice: 'confusion',
});
const badSignature = (fr: string, en: string): Row => ({
  fr,
  en,
  clause: signature,
  class: 'platform',
  advice: 'signature',
});
const stranger = (fr: string, en: string): Row => ({
  fr: `signé d’une clé inconnue${fr}`,
  en: `signed with an unknown key${en}`,
  clause: key,
  class: 'platform',
  advice: 'key',
});
const brought = (fr: string, en: string): Row => ({
  fr,
  en,
  clause: ownKey,
  class: 'platform',
  advice: 'own-key',
});
const extension = (fr: string, en: string): Row => ({
  fr,
  en,
  clause: crit,
  class: 'standard',
  advice: 'crit',
});
const wrapped = (fr: string, en: string): Row => ({
  fr,
  en,
  clause: encryption,
  class: 'platform',
  advice: 'encryption',
});

type Rows<F extends string> = Readonly<Record<F, Row>>;

const signatures: Rows<Exclude<SignatureFault, 'newly-published-signing-key'>> = {
  'alg-none': { ...none('sans signature (alg\u00a0: none)', 'without signature (alg: none)'), quick: true },
  'alg-none-upper': none('sans signature (alg\u00a0: NONE)', 'without signature (alg: NONE)'),
  'alg-none-title': none('sans signature (alg\u00a0: None)', 'without signature (alg: None)'),
  'alg-none-mixed': {
    ...none('sans signature (alg\u00a0: nOnE)', 'without signature (alg: nOnE)'),
  },
  'alg-none-kept-signature': none(
    'qui dit alg\u00a0: none et garde une signature',
    'that says alg: none and keeps a signature',
  ),
  'alg-absent': none('sans signature ni algorithme', 'without signature or algorithm'),
  'alg-empty': none('sans signature, à l’algorithme vide', 'without signature, its algorithm empty'),
  'alg-null': none('sans signature, à l’algorithme null', 'without signature, its algorithm null'),
  'alg-unknown': none('d’un algorithme qui n’existe pas', 'of an algorithm that does not exist'),
  'hs256-client-secret': {
    ...mac('le secret du client (HS256)', 'the client’s secret (HS256)'),
    ...secret,
    quick: true,
  },
  'hs384-client-secret': { ...mac('le secret du client (HS384)', 'the client’s secret (HS384)'), ...secret },
  'hs512-client-secret': { ...mac('le secret du client (HS512)', 'the client’s secret (HS512)'), ...secret },
  'hs256-public-pem': { ...mac('la clé publique (PEM)', 'the public key (PEM)'), quick: true },
  'hs256-public-pem-trimmed': mac(
    'la clé publique (PEM sans fin de ligne)',
    'the public key (PEM without its last line end)',
  ),
  'hs256-public-pem-body': mac(
    'la clé publique (PEM sans ses bornes)',
    'the public key (PEM without its bounds)',
  ),
  'hs384-public-pem': mac('la clé publique (PEM, HS384)', 'the public key (PEM, HS384)'),
  'hs512-public-pem': mac('la clé publique (PEM, HS512)', 'the public key (PEM, HS512)'),
  'hs256-public-der': { ...mac('la clé publique (DER)', 'the public key (DER)') },
  'hs256-public-jwk': mac('la clé publique (JWK)', 'the public key (JWK)'),
  'hs256-public-numbers': mac('le nombre public de la clé, en texte', 'the key’s public number, as text'),
  'hs256-public-bytes': mac('le nombre public de la clé, en octets', 'the key’s public number, as bytes'),
  'hs256-kid': mac('le nom de la clé (kid)', 'the key’s name (kid)'),
  'hs256-client-id': mac('le client_id', 'the client_id'),
  'hs256-issuer': mac('l’adresse de l’émetteur', 'the issuer’s address'),
  'hs256-empty': { ...mac('une clé vide', 'an empty key'), quick: true },
  'signature-altered': {
    ...badSignature('à la signature altérée', 'whose signature was altered'),
    quick: true,
  },
  'signature-empty': { ...badSignature('à la signature vide', 'whose signature is empty'), quick: true },
  'signature-zero': {
    ...badSignature('à la signature faite de zéros', 'whose signature is made of zeros'),
    quick: true,
  },
  'signature-truncated': badSignature('à la signature coupée en deux', 'whose signature is cut in half'),
  'signature-extended': badSignature('à la signature doublée', 'whose signature is doubled'),
  'signature-of-other-claims': {
    ...badSignature('qui porte la signature d’un autre', 'that bears another one’s signature'),
  },
  'payload-altered': {
    ...badSignature('au contenu altéré après la signature', 'whose content was altered after signing'),
    quick: true,
  },
  'header-altered': badSignature(
    'à l’en-tête altéré après la signature',
    'whose header was altered after signing',
  ),
  'unknown-key': { ...stranger('', ''), quick: true },
  'unknown-key-true-kid': {
    ...stranger(', sous le nom de la vraie', ', under the name of the true one'),
    quick: true,
  },
  'unknown-key-without-kid': { ...stranger(', sans nom', ', without a name') },
  'unknown-key-empty-kid': stranger(', au nom vide', ', its name empty'),
  'unknown-key-null-kid': stranger(', au nom null', ', its name null'),
  'unknown-key-number-kid': stranger(', dont le nom est un nombre', ', its name a number'),
  'unknown-key-array-kid': stranger(', dont le nom est un tableau', ', its name an array'),
  'unknown-key-kid-in-other-case': stranger(
    ', sous le nom de la vraie dans une autre casse',
    ', under the true one’s name in another case',
  ),
  'kid-is-a-path': {
    ...mac('le fichier que kid désigne', 'the file that kid names'),
    clause: ownKey,
    class: 'platform',
  },
  'kid-is-a-query': {
    ...mac('ce qu’une injection SQL dans kid rendrait', 'what an SQL injection in kid would give'),
    clause: ownKey,
    class: 'platform',
  },
  'embedded-jwk': {
    ...brought('dont l’en-tête apporte la clé (jwk)', 'whose header brings the key (jwk)'),
    quick: true,
  },
  'embedded-jwk-true-kid': brought(
    'dont l’en-tête apporte la clé sous le nom de la vraie',
    'whose header brings the key under the true one’s name',
  ),
  'embedded-x5c': brought(
    'dont l’en-tête apporte un certificat (x5c)',
    'whose header brings a certificate (x5c)',
  ),
  'embedded-jku': {
    ...brought('dont l’en-tête désigne des clés (jku)', 'whose header points to keys (jku)'),
    quick: true,
  },
  'embedded-jku-look-alike': brought(
    'dont l’en-tête désigne des clés à une adresse qui commence comme celle du hub',
    'whose header points to keys at an address that begins like the hub’s',
  ),
  'embedded-jku-true-kid': brought(
    'dont l’en-tête désigne des clés, sous le nom de la vraie',
    'whose header points to keys, under the true one’s name',
  ),
  'embedded-x5u': brought(
    'dont l’en-tête désigne un certificat (x5u)',
    'whose header points to a certificate (x5u)',
  ),
  'unknown-crit': {
    ...extension('à l’en-tête critique inconnu (crit)', 'with an unknown critical header (crit)'),
    quick: true,
  },
  'crit-empty': { ...extension('au crit vide', 'with an empty crit'), class: 'recommended' },
  'crit-of-nothing': {
    ...extension('au crit qui nomme ce qui n’est pas là', 'with a crit that names what is not there'),
  },
  'crit-is-text': {
    ...extension('au crit qui est un texte', 'with a crit that is a text'),
    class: 'recommended',
  },
  'json-serialization': {
    ...badSignature('bien signé, mais en forme JSON', 'well signed, but in JSON form'),
    clause: 'RFC 7519 §1 and §3 (compact serialization)',
    class: 'recommended',
    advice: 'form',
  },
  'four-parts': {
    ...badSignature('bien signé, suivi d’une quatrième partie', 'well signed, followed by a fourth part'),
    clause: 'RFC 7515 §5.2, 1; RFC 7519 §7.2',
    class: 'recommended',
    advice: 'form',
  },
};

const encryptions: Rows<Exclude<EncryptionFault, 'second-encryption-key'>> = {
  'not-encrypted': {
    ...wrapped('signé mais non chiffré', 'signed but not encrypted'),
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 1; Garance, platforms: Tokens',
    quick: true,
  },
  'not-signed': {
    ...wrapped('chiffré mais non signé à l’intérieur', 'encrypted but not signed inside'),
    clause: 'OpenID Connect Core 1.0 §2 (ID Token: signed then encrypted); RFC 8725 §3.3',
    quick: true,
  },
  'encrypted-to-another-key': {
    ...wrapped('chiffré pour une autre clé', 'encrypted to another key'),
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 1',
    class: 'standard',
    quick: true,
  },
  rsa1_5: { ...wrapped('chiffré en RSA1_5', 'encrypted with RSA1_5'), quick: true },
  'other-oaep': {
    ...wrapped('chiffré en RSA-OAEP d’un autre hachage', 'encrypted with RSA-OAEP of another hash'),
    class: 'recommended',
  },
  zip: {
    ...wrapped('comprimé avant chiffrement', 'compressed before encryption'),
    clause: 'RFC 8725 §3.6; Garance, platforms: Tokens',
    advice: 'zip',
    quick: true,
  },
  'enc-a128gcm': {
    ...wrapped('au contenu chiffré en A128GCM', 'whose content is encrypted with A128GCM'),
    class: 'recommended',
  },
  'enc-a128cbc-hs256': {
    ...wrapped('au contenu chiffré en A128CBC-HS256', 'whose content is encrypted with A128CBC-HS256'),
    class: 'recommended',
  },
  'dir-zero': {
    ...wrapped('chiffré d’une clé de zéros (dir)', 'encrypted with a key of zeros (dir)'),
    quick: true,
  },
  'dir-public-key': wrapped(
    'chiffré d’une clé tirée de votre clé publique (dir)',
    'encrypted with a key made of your public key (dir)',
  ),
  'pbes2-client-id': wrapped(
    'chiffré avec votre client_id pour mot de passe (PBES2)',
    'encrypted with your client_id as password (PBES2)',
  ),
  'pbes2-many-rounds': {
    ...wrapped(
      'chiffré par mot de passe, avec deux cent mille tours (PBES2)',
      'encrypted by password, with two hundred thousand rounds (PBES2)',
    ),
    clause: 'RFC 7518 §8.1; Garance, platforms: Tokens',
  },
  'tag-truncated': wrapped('au sceau réduit à quatre octets', 'whose authentication tag has only four bytes'),
  'tag-altered': wrapped('au sceau altéré', 'whose authentication tag was altered'),
  'jwe-unknown-crit': {
    ...wrapped(
      'dont le chiffrement a un en-tête critique inconnu',
      'whose encryption has an unknown critical header',
    ),
    clause: 'RFC 7516 §4.1.13',
    class: 'standard',
    advice: 'crit',
  },
  'cty-absent': {
    ...wrapped(
      'chiffré sans dire qu’il contient un jeton (cty)',
      'encrypted without saying that it holds a token (cty)',
    ),
    clause: 'RFC 7519 §5.2',
    class: 'observed',
  },
};

interface Token {
  readonly family: 'id-token' | 'userinfo';
  readonly at: 'id_token' | 'userinfo';
  readonly title: Localized;
  readonly platform: string;
  readonly causes: Readonly<Record<'signature' | 'encryption', CauseId>>;
}

const tokens: readonly Token[] = [
  {
    family: 'id-token',
    at: 'id_token',
    title: { fr: 'id_token', en: 'id_token' },
    platform: '',
    causes: { signature: 'id-token-signature', encryption: 'id-token-encryption' },
  },
  {
    family: 'userinfo',
    at: 'userinfo',
    title: { fr: 'userinfo', en: 'userinfo' },
    platform: 'OpenID Connect Core 1.0 §5.3.4; Garance, platforms: Tokens; ',
    causes: { signature: 'userinfo-signature', encryption: 'userinfo-encryption' },
  },
];

/** Ids from before the tables existed, kept because reports are compared by them. */
const formerIds: Readonly<Record<string, string>> = {
  'signature-altered': 'altered-signature',
  'payload-altered': 'altered-payload',
  rsa1_5: 'rsa1-5',
};

export const protection: readonly Scenario[] = tokens.flatMap((token) =>
  Object.entries({ ...signatures, ...encryptions })
    .filter(([, { idTokenOnly }]) => token.at === 'id_token' || idTokenOnly !== true)
    .map(([fault, row]) => cellOf(token, fault as JoseFault, row)),
);

function cellOf(token: Token, jose: JoseFault, row: Row): Scenario {
  const { family, at, title, causes, platform } = token;
  const { fr, en, clause, advice, quick, needs = [] } = row;
  const encrypted = encryptionFaults.some((encryptionFault) => encryptionFault === jose);
  const needed: readonly Need[] = encrypted ? ['encryption', ...needs] : needs;
  return toScenario({
    ...{ family, quick },
    place: `${family}.${encrypted ? 'encryption' : 'signature'}`,
    cause: causes[encrypted ? 'encryption' : 'signature'],
    id: `${family}.${formerIds[jose] ?? jose}`,
    class: at === 'id_token' ? row.class : asPlatform(row.class),
    clause: `${platform}${clause}`,
    title: { fr: `${title.fr} ${fr}`, en: `${title.en} ${en}` },
    does: {
      fr: `Le hub donne un jeton (${title.fr}) ${fr}.`,
      en: `The hub gives out a token (${title.en}) ${en}.`,
    },
    advice: protectionAdvice[advice],
    fault: at === 'id_token' ? { at, jose } : { at, jose },
    plusOnly: encrypted,
    ...(needed.length > 0 && { needs: needed }),
  });
}

function asPlatform(cellClass: CellClass): CellClass {
  return cellClass === 'standard' ? ('platform' satisfies ScenarioLevel) : cellClass;
}
