/** The catalogue of what may be wrong with a field, and what to write instead. */
import { createMessages } from '@garance/web/view';

interface Told {
  readonly label: string;
  /** Typed value, shown escaped. */
  readonly about: string;
  /** Bounds of a number; the longest text, in characters. */
  readonly min: number;
  readonly max: number;
}

const french = {
  missing: ({ label }: Told) => `À remplir : ${label}`,
  'not-chosen': ({ label }: Told) => `Choisissez une réponse : ${label}`,
  'not-ticked': ({ label }: Told) => `À confirmer : ${label}`,
  'not-offered': ({ label, about }: Told) =>
    `${label} : « ${about} » n’est pas proposé ici. Choisissez une valeur de la liste.`,
  'not-a-number': ({ label, min, max }: Told) =>
    `${label} : écrivez un nombre entier entre ${min} et ${max}.`,
  'too-long': ({ label, max }: Told) => `${label} : ${max} caractères au plus.`,
  wrong: ({ label }: Told) => `${label} : cette valeur ne convient pas.`,
  'file-missing': ({ label }: Told) => `${label} : joignez un document.`,
  'too-many-files': ({ label, max }: Told) => `${label} : ${max} documents au plus.`,
  'both-languages': ({ label }: Told) => `${label} : écrivez le texte dans les deux langues.`,
  'end-before-begin': ({ label }: Told) => `${label} : la fin doit venir après le début.`,
  email: ({ label }: Told) => `${label} : écrivez une adresse comme nom@exemple.fr.`,
  siret: ({ label }: Told) => `${label} : écrivez les 14 chiffres d’un SIRET qui existe.`,
  phone: ({ label }: Told) => `${label} : écrivez un numéro de téléphone, par exemple 01 23 45 67 89.`,
  'french-mobile': ({ label }: Told) =>
    `${label} : écrivez un numéro de mobile français, par exemple 06 12 34 56 78.`,
  date: ({ label }: Told) => `${label} : écrivez un jour comme 01/09/2027.`,
  moment: ({ label }: Told) => `${label} : écrivez un moment comme 2026-11-22 10:30.`,
  'name-missing': ({ label }: Told) => `${label} : écrivez un nom, avec au moins une lettre ou un chiffre.`,
  'line-break': ({ label }: Told) => `${label} : écrivez-le sur une seule ligne.`,
  'hidden-character': ({ label }: Told) =>
    `${label} : un caractère est invisible ou change le sens de lecture. Effacez ce texte et saisissez-le à la main.`,
  'web-address': ({ label }: Told) =>
    `${label} : un nom ne contient pas d’adresse de site. Écrivez par exemple « Impôts » et non « impots.gouv.fr », et une espace après un point.`,
  'unknown-scope': ({ about }: Told) => `« ${about} » n’existe pas sur cette plateforme : retirez-le.`,
  'purpose-missing': ({ label }: Told) => `Répondez en une phrase : ${label}`,
  'identifiers-fixed': () =>
    'Le choix des identifiants ne peut plus changer : des usagers les utilisent déjà. Demandez conseil à l’équipe si vous devez en changer.',
  'pivot-rule': ({ label }: Told) =>
    `${label} : cette valeur ne suit pas les règles de l’identité pivot. Corrigez-la comme l’aide l’indique.`,
  'name-not-accepted': () =>
    'Un chargé de qualification n’a pas encore accepté ce nom. Enregistrez-le pour le lui demander.',
  'name-not-test': () => 'Le nom doit commencer par « Test », par exemple « Test de mon application ».',
  'too-many': ({ label }: Told) => `${label} : vingt adresses au plus.`,
  repeated: ({ about }: Told) => `${about} est écrite deux fois.`,
  'several-hosts': () =>
    'Les adresses ont des hôtes différents. Gardez-en un seul, ou indiquez un document de secteur qui les énumère toutes.',
  'scope-not-habilitated': ({ about }: Told) =>
    `« ${about} » ne figure pas dans votre habilitation. Pour l’ajouter, rouvrez la demande d’habilitation.`,
  'keys-needed': () =>
    'Le chiffrement et l’authentification par clé demandent des clés publiques. Indiquez où les lire.',
  'encryption-needed': () => 'Cette plateforme chiffre toujours les jetons. Choisissez un algorithme.',
  'keys-not-json': () => 'Ce n’est pas un JWK Set : collez un objet JSON de la forme {"keys": [...]}.',
  'keys-private': () =>
    'Ce texte contenait une clé privée. Nous ne l’avons pas gardé, mais considérez cette clé comme compromise : faites-en une nouvelle et ne collez ici que sa partie publique.',
  'providers-needed': () => 'Cochez au moins un compte, ou proposez-les tous.',
  'fetch-port': ({ about }: Told) =>
    `Garance lit cette adresse et ne se connecte qu’au port 443 : retirez le port de ${about}, ou demandez à l’équipe d’en ouvrir un autre.`,
  'uri-not-loopback': ({ about }: Told) =>
    `${about} n’est pas sur votre machine. Sans organisation vérifiée, seuls localhost, 127.0.0.1 et [::1] sont possibles.`,
  'uri-not-a-url': ({ label }: Told) =>
    `${label} : écrivez une adresse complète, par exemple https://service.example/retour.`,
  'uri-not-https': ({ about }: Told) =>
    `${about} doit commencer par https://. Seul localhost peut rester en http, en intégration.`,
  'uri-not-public': ({ about }: Told) => `${about} n’est pas sur internet : indiquez une adresse publique.`,
  'uri-localhost': ({ about }: Told) =>
    `${about} désigne la machine du développeur : impossible ici. Indiquez l’adresse publique du service.`,
  'uri-fragment': ({ about }: Told) => `Retirez de ${about} le signe # et ce qui le suit.`,
  'uri-wildcard': ({ about }: Told) =>
    `Pas d’astérisque dans ${about} : chaque adresse est écrite en entier, une par ligne.`,
  'uri-credentials': ({ label }: Told) => `${label} : retirez le nom d’utilisateur et le mot de passe.`,
  'uri-not-exact': ({ about }: Told) =>
    `${about} n’est pas écrite comme un navigateur l’envoie (majuscules dans l’hôte, port par défaut, « .. », caractères non encodés). Recopiez-la depuis la barre d’adresse.`,
  'uri-reserved-parameter': ({ about }: Told) =>
    `Retirez de ${about} les paramètres code, state, iss et error : ils sont ceux de la réponse.`,
};
export type ProblemCode = keyof typeof french;

export const problemTexts = createMessages<Readonly<Record<ProblemCode, (told: Told) => string>>>({
  fr: french,
  en: {
    missing: ({ label }) => `To fill in: ${label}`,
    'not-chosen': ({ label }) => `Choose an answer: ${label}`,
    'not-ticked': ({ label }) => `To be confirmed: ${label}`,
    'not-offered': ({ label, about }) =>
      `${label}: “${about}” is not offered here. Choose a value of the list.`,
    'not-a-number': ({ label, min, max }) => `${label}: write a whole number between ${min} and ${max}.`,
    'too-long': ({ label, max }) => `${label}: ${max} characters at most.`,
    wrong: ({ label }) => `${label}: this value will not do.`,
    'file-missing': ({ label }) => `${label}: attach a document.`,
    'too-many-files': ({ label, max }) => `${label}: ${max} documents at most.`,
    'both-languages': ({ label }) => `${label}: write the text in both languages.`,
    'end-before-begin': ({ label }) => `${label}: the end must come after the beginning.`,
    email: ({ label }) => `${label}: write an address such as name@example.org.`,
    siret: ({ label }) => `${label}: write the 14 digits of a SIRET that exists.`,
    phone: ({ label }) => `${label}: write a telephone number, for example 01 23 45 67 89.`,
    'french-mobile': ({ label }) => `${label}: write a French mobile number, for example 06 12 34 56 78.`,
    date: ({ label }) => `${label}: write a day such as 01/09/2027 (day, month, year).`,
    moment: ({ label }) => `${label}: write a moment such as 2026-11-22 10:30.`,
    'name-missing': ({ label }) => `${label}: write a name, with at least one letter or digit.`,
    'line-break': ({ label }) => `${label}: write it on one line.`,
    'hidden-character': ({ label }) =>
      `${label}: a character is invisible or changes the reading direction. Delete this text and type it by hand.`,
    'web-address': ({ label }) =>
      `${label}: a name holds no address of a web site. Write for example “Taxes” rather than “taxes.example”, and a space after a full stop.`,
    'unknown-scope': ({ about }) => `“${about}” does not exist on this platform: take it out.`,
    'purpose-missing': ({ label }) => `Answer in a sentence: ${label}`,
    'identifiers-fixed': () =>
      'The choice of identifiers cannot change any more: citizens use them already. Ask the team if you must change it.',
    'pivot-rule': ({ label }) =>
      `${label}: this value does not follow the rules of the pivot identity. Correct it as the hint says.`,
    'name-not-accepted': () => 'No qualification officer has accepted this name yet. Save it to ask for it.',
    'name-not-test': () => 'The name must begin with “Test”, for example “Test of my application”.',
    'too-many': ({ label }) => `${label}: at most twenty addresses.`,
    repeated: ({ about }) => `${about} is there twice.`,
    'several-hosts': () =>
      'The addresses have different hosts. Keep one host, or give a sector document that lists them all.',
    'scope-not-habilitated': ({ about }) =>
      `“${about}” is not part of your habilitation. To add it, reopen the habilitation request.`,
    'keys-needed': () => 'Encryption and authentication by key need public keys. Say where to read them.',
    'encryption-needed': () => 'This platform always encrypts tokens. Choose an algorithm.',
    'keys-not-json': () => 'This is not a JWK Set: paste a JSON object of the form {"keys": [...]}.',
    'keys-private': () =>
      'This text held a private key. We did not keep it, but treat that key as compromised: make a new one and paste only its public part here.',
    'providers-needed': () => 'Tick at least one account, or offer them all.',
    'fetch-port': ({ about }) =>
      `Garance reads this address and connects to port 443 only: remove the port from ${about}, or ask the team to open another.`,
    'uri-not-loopback': ({ about }) =>
      `${about} is not on your machine. Without a proven organisation only localhost, 127.0.0.1 and [::1] are possible.`,
    'uri-not-a-url': ({ label }) =>
      `${label}: write a complete address, for example https://service.example/return.`,
    'uri-not-https': ({ about }) =>
      `${about} must begin with https://. Only localhost may stay http, in integration.`,
    'uri-not-public': ({ about }) => `${about} is not on the internet: give a public address.`,
    'uri-localhost': ({ about }) =>
      `${about} is a developer’s machine: not possible here. Give the public address of the service.`,
    'uri-fragment': ({ about }) => `Remove the # and what follows it from ${about}.`,
    'uri-wildcard': ({ about }) => `No asterisk in ${about}: each address is written in full, one a line.`,
    'uri-credentials': ({ label }) => `${label}: remove user name and password.`,
    'uri-not-exact': ({ about }) =>
      `${about} is not written as a browser sends it (capitals in the host, default port, “..”, characters that are not encoded). Copy it from the address bar.`,
    'uri-reserved-parameter': ({ about }) =>
      `Remove the parameters code, state, iss and error from ${about}: they belong to the answer.`,
  },
});

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(french, text);
}
