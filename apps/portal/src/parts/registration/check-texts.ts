import { createMessages, type Locale } from '@garance/web/view';
import type { WorldCheck } from '../../objects/registration/tables/registration-drafts.ts';

interface Texts {
  readonly checked: Readonly<Record<string, string>>;
  readonly remedy: Readonly<Record<string, string>>;
  readonly reason: Readonly<Record<string, string>>;
}

/** Live checks as texts, with advice for failed ones; reasons are those of {@link fetchForPartner}. */
const texts = createMessages<Texts>({
  fr: {
    checked: {
      'redirect-uris': 'Les adresses de retour sont bien formées',
      'keys-reachable': 'L’adresse des clés répond',
      'keys-readable': 'Le document est un JWK Set',
      'keys-count': 'Le nombre de clés est raisonnable',
      'keys-no-private-part': 'Aucune clé privée n’est publiée',
      'keys-unique-kid': 'Chaque clé a son propre identifiant (kid)',
      'keys-kid-missing': 'Des clés n’ont pas d’identifiant (kid)',
      'keys-size': 'Les clés RSA ont de 2048 à 8192 bits',
      'keys-encryption': 'Une clé convient au chiffrement choisi',
      'keys-signature': 'Une clé convient aux assertions signées',
      'keys-certificate': 'Le certificat des clés est valable',
      'sector-reachable': 'Le document de secteur répond',
      'sector-readable': 'Le document de secteur est un tableau JSON d’adresses',
      'sector-lists-all': 'Le document de secteur énumère toutes les adresses de retour',
    },
    remedy: {
      'keys-reachable':
        'L’adresse doit répondre 200 en https, sans redirection, en moins de 5 secondes et 256 Ko, depuis une adresse publique.',
      'keys-readable': 'Publiez un objet JSON de la forme {"keys": [...]}.',
      'keys-count': 'Ne publiez pas plus de 64 clés : retirez celles qui ne servent plus.',
      'keys-no-private-part':
        'Une clé publiée contient sa partie privée. Retirez-la tout de suite et remplacez cette clé : elle est compromise.',
      'keys-unique-kid': 'Deux clés portent le même kid : donnez à chacune le sien.',
      'keys-kid-missing':
        'Donnez un kid à chaque clé : sans lui, une rotation ne peut pas se faire sans coupure.',
      'keys-size':
        'Remplacez les clés RSA de moins de 2048 bits ou de plus de 8192 bits, ou celles qui sont illisibles.',
      'keys-encryption':
        'Publiez une clé dont kty, use (« enc » ou absent), key_ops et alg conviennent : RSA d’au moins 2048 bits pour RSA-OAEP, EC P-256 pour ECDH-ES.',
      'keys-signature':
        'Publiez une clé de signature (use « sig » ou absent) : EC P-256 pour ES256, RSA d’au moins 2048 bits pour RS256 et PS256.',
      'keys-certificate': 'Renouvelez le certificat (x5c) de cette clé, ou publiez-la sans certificat.',
      'sector-reachable':
        'L’adresse doit répondre 200 en https, sans redirection, en moins de 5 secondes et 256 Ko, depuis une adresse publique.',
      'sector-readable': 'Publiez un tableau JSON de chaînes : ["https://…", "https://…"].',
      'sector-lists-all': 'Ajoutez au document cette adresse, exactement comme elle est enregistrée :',
    },
    reason: {
      'blocked-address': 'adresse non publique : Garance ne s’y connecte pas',
      'blocked-scheme': 'l’adresse doit être en https, sans identifiants',
      'blocked-port': 'Garance ne se connecte qu’au port 443',
      unreachable:
        'rien ne répond : vérifiez depuis l’extérieur le nom, le certificat TLS, et qu’une réponse vient en 5 secondes',
      'no-document':
        'la réponse n’est pas le document : ouvrez cette adresse sans être connecté, et vérifiez qu’elle répond 200 sans rediriger',
    },
  },
  en: {
    checked: {
      'redirect-uris': 'The return addresses are well formed',
      'keys-reachable': 'The address of the keys answers',
      'keys-readable': 'The document is a JWK Set',
      'keys-count': 'The number of keys is reasonable',
      'keys-no-private-part': 'No private key is published',
      'keys-unique-kid': 'Each key has an identifier (kid) of its own',
      'keys-kid-missing': 'Some keys have no identifier (kid)',
      'keys-size': 'RSA keys have 2048 to 8192 bits',
      'keys-encryption': 'A key fits the chosen encryption',
      'keys-signature': 'A key fits the signed assertions',
      'keys-certificate': 'The certificate of the keys is valid',
      'sector-reachable': 'The sector document answers',
      'sector-readable': 'The sector document is a JSON array of addresses',
      'sector-lists-all': 'The sector document lists every return address',
    },
    remedy: {
      'keys-reachable':
        'The address must answer 200 over https, without redirect, within 5 seconds and 256 KB, from a public address.',
      'keys-readable': 'Publish a JSON object of the form {"keys": [...]}.',
      'keys-count': 'Publish no more than 64 keys: remove those that no longer serve.',
      'keys-no-private-part':
        'A published key holds its private part. Remove it at once and replace that key: it is compromised.',
      'keys-unique-kid': 'Two keys carry the same kid: give each its own.',
      'keys-kid-missing': 'Give each key a kid: without one, no rotation is possible without an outage.',
      'keys-size': 'Replace RSA keys of less than 2048 or more than 8192 bits, or those that cannot be read.',
      'keys-encryption':
        'Publish a key whose kty, use (“enc” or absent), key_ops and alg fit: RSA of at least 2048 bits for RSA-OAEP, EC P-256 for ECDH-ES.',
      'keys-signature':
        'Publish a signature key (use “sig” or absent): EC P-256 for ES256, RSA of at least 2048 bits for RS256 and PS256.',
      'keys-certificate': 'Renew the certificate (x5c) of this key, or publish it without one.',
      'sector-reachable':
        'The address must answer 200 over https, without redirect, within 5 seconds and 256 KB, from a public address.',
      'sector-readable': 'Publish a JSON array of strings: ["https://…", "https://…"].',
      'sector-lists-all': 'Add this address to the document, exactly as it is registered:',
    },
    reason: {
      'blocked-address': 'not a public address: Garance does not connect to it',
      'blocked-scheme': 'the address must be https, without credentials',
      'blocked-port': 'Garance connects to port 443 only',
      unreachable:
        'nothing answers: check from outside the name, the TLS certificate, and that an answer comes within 5 seconds',
      'no-document':
        'the answer is not the document: open this address without being signed in, and check that it answers 200 without a redirect',
    },
  },
});

/** One result as text: the check and, unless it passed, the advice. */
export function checkInWords(
  locale: Locale,
  { code, outcome, detail }: WorldCheck,
): { readonly what: string; readonly remedy?: string } {
  const { checked, remedy, reason } = texts(locale);
  const what = checked[code] ?? code;
  if (outcome === 'passed') return { what };
  const why = detail === undefined ? undefined : (reason[detail] ?? detail);
  const todo = remedy[code] ?? '';
  return { what, remedy: why === undefined ? todo : `${todo} (${why})` };
}
