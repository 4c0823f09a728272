/** The catalogue of what may be wrong with a field, and what to write instead. */
import { createMessages } from '@garance/web/view';

interface ProblemValues {
  readonly label: string;
  /** Typed value, shown escaped. */
  readonly about: string;
  /** Bounds of a number; the longest text, in characters. */
  readonly min: number;
  readonly max: number;
}

type ProblemText = (values: ProblemValues) => string;

const french = {
  missing: ({ label }: ProblemValues) => `À remplir : ${label}`,
  'not-chosen': ({ label }: ProblemValues) => `Choisissez une réponse : ${label}`,
  'not-ticked': ({ label }: ProblemValues) => `À confirmer : ${label}`,
  'not-offered': ({ label, about }: ProblemValues) =>
    `${label} : « ${about} » n’est pas proposé ici. Choisissez une valeur de la liste.`,
  'not-a-number': ({ label, min, max }: ProblemValues) =>
    `${label} : écrivez un nombre entier entre ${min} et ${max}.`,
  'too-long': ({ label, max }: ProblemValues) => `${label} : ${max} caractères au plus.`,
  wrong: ({ label }: ProblemValues) => `${label} : cette valeur ne convient pas.`,
  'file-missing': ({ label }: ProblemValues) => `${label} : joignez un document.`,
  'too-many-files': ({ label, max }: ProblemValues) => `${label} : ${max} documents au plus.`,
  'both-languages': ({ label }: ProblemValues) => `${label} : écrivez le texte dans les deux langues.`,
  'end-before-begin': ({ label }: ProblemValues) => `${label} : la fin doit venir après le début.`,
  email: ({ label }: ProblemValues) => `${label} : écrivez une adresse comme nom@exemple.fr.`,
  siret: ({ label }: ProblemValues) => `${label} : écrivez les 14 chiffres d’un SIRET qui existe.`,
  phone: ({ label }: ProblemValues) =>
    `${label} : écrivez un numéro de téléphone, par exemple 01 23 45 67 89.`,
  'french-mobile': ({ label }: ProblemValues) =>
    `${label} : écrivez un numéro de mobile français, par exemple 06 12 34 56 78.`,
  date: ({ label }: ProblemValues) => `${label} : écrivez un jour comme 01/09/2027.`,
  moment: ({ label }: ProblemValues) => `${label} : écrivez un moment comme 2026-11-22 10:30.`,
  'name-missing': ({ label }: ProblemValues) =>
    `${label} : écrivez un nom, avec au moins une lettre ou un chiffre.`,
  'line-break': ({ label }: ProblemValues) => `${label} : écrivez-le sur une seule ligne.`,
  'hidden-character': ({ label }: ProblemValues) =>
    `${label} : un caractère est invisible ou change le sens de lecture. Effacez ce texte et saisissez-le à la main.`,
  'web-address': ({ label }: ProblemValues) =>
    `${label} : un nom ne contient pas d’adresse de site. Écrivez par exemple « Impôts » et non « impots.gouv.fr », et une espace après un point.`,
  'unknown-scope': ({ about }: ProblemValues) =>
    `« ${about} » n’existe pas sur cette plateforme : retirez-le.`,
  'purpose-missing': ({ label }: ProblemValues) => `Répondez en une phrase : ${label}`,
  'identifiers-fixed': () =>
    'Le choix des identifiants ne peut plus changer : des usagers les utilisent déjà. Demandez conseil à l’équipe si vous devez en changer.',
  'pivot-rule': ({ label }: ProblemValues) =>
    `${label} : cette valeur ne suit pas les règles de l’identité pivot. Corrigez-la comme l’aide l’indique.`,
  'name-not-accepted': () =>
    'Un chargé de qualification n’a pas encore accepté ce nom. Enregistrez-le pour le lui demander.',
  'name-not-test': () => 'Le nom doit commencer par « Test », par exemple « Test de mon application ».',
  'too-many': ({ label }: ProblemValues) => `${label} : vingt adresses au plus.`,
  repeated: ({ about }: ProblemValues) => `${about} est écrite deux fois.`,
  'several-hosts': () =>
    'Les adresses ont des hôtes différents. Gardez-en un seul, ou indiquez un document de secteur qui les énumère toutes.',
  'scope-not-habilitated': ({ about }: ProblemValues) =>
    `« ${about} » ne figure pas dans votre habilitation. Pour l’ajouter, rouvrez la demande d’habilitation.`,
  'keys-needed': () =>
    'Le chiffrement et l’authentification par clé demandent des clés publiques. Indiquez où les lire.',
  'encryption-needed': () => 'Cette plateforme chiffre toujours les jetons. Choisissez un algorithme.',
  'keys-not-json': () => 'Ce n’est pas un JWK Set : collez un objet JSON de la forme {"keys": [...]}.',
  'keys-private': () =>
    'Ce texte contenait une clé privée. Nous ne l’avons pas gardé, mais considérez cette clé comme compromise : faites-en une nouvelle et ne collez ici que sa partie publique.',
  'providers-needed': () => 'Cochez au moins un compte, ou proposez-les tous.',
  'fetch-port': ({ about }: ProblemValues) =>
    `Garance lit cette adresse et ne se connecte qu’au port 443 : retirez le port de ${about}, ou demandez à l’équipe d’en ouvrir un autre.`,
  'uri-not-loopback': ({ about }: ProblemValues) =>
    `${about} n’est pas sur votre machine. Sans organisation vérifiée, seuls localhost, 127.0.0.1 et [::1] sont possibles.`,
  'uri-not-a-url': ({ label }: ProblemValues) =>
    `${label} : écrivez une adresse complète, par exemple https://service.example/retour.`,
  'uri-not-https': ({ about }: ProblemValues) =>
    `${about} doit commencer par https://. Seul localhost peut rester en http, en intégration.`,
  'uri-not-public': ({ about }: ProblemValues) =>
    `${about} n’est pas sur internet : indiquez une adresse publique.`,
  'uri-localhost': ({ about }: ProblemValues) =>
    `${about} désigne la machine du développeur : impossible ici. Indiquez l’adresse publique du service.`,
  'uri-fragment': ({ about }: ProblemValues) => `Retirez de ${about} le signe # et ce qui le suit.`,
  'uri-wildcard': ({ about }: ProblemValues) =>
    `Pas d’astérisque dans ${about} : chaque adresse est écrite en entier, une par ligne.`,
  'uri-credentials': ({ label }: ProblemValues) =>
    `${label} : retirez le nom d’utilisateur et le mot de passe.`,
  'uri-not-exact': ({ about }: ProblemValues) =>
    `${about} n’est pas écrite comme un navigateur l’envoie (majuscules dans l’hôte, port par défaut, « .. », caractères non encodés). Recopiez-la depuis la barre d’adresse.`,
  'host-not-registered': ({ label }: ProblemValues) =>
    `${label} : cet hôte n’est pas celui du service. Donnez une adresse d’un hôte de l’enregistrement publié (adresses de retour, de déconnexion ou du site).`,
  'no-answer': ({ label }: ProblemValues) =>
    `${label} : rien ne répond à cette adresse. Vérifiez qu’elle s’ouvre depuis l’extérieur.`,
  'uri-reserved-parameter': ({ about }: ProblemValues) =>
    `Retirez de ${about} les paramètres code, state, iss et error : ils sont ceux de la réponse.`,
};
export type ProblemCode = keyof typeof french;

export const problemTexts = createMessages<Readonly<Record<ProblemCode, ProblemText>>>({
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
    'host-not-registered': ({ label }) =>
      `${label}: this host is not the service’s. Give an address on a host of the published registration (redirect, sign-out or site addresses).`,
    'no-answer': ({ label }) =>
      `${label}: nothing answers at this address. Check that it opens from outside.`,
    'uri-reserved-parameter': ({ about }) =>
      `Remove the parameters code, state, iss and error from ${about}: they belong to the answer.`,
  },
});

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(french, text);
}
