import { createMessages, type Locale } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import type { FieldProblem, FieldProblemCode } from '../../objects/registration/fields.ts';
import { nameProblems } from '../form/name-problems.ts';

/** What is wrong with a field and what to write instead. `about` is the partner's own text, escaped by the page. */
const texts = createMessages<Record<FieldProblemCode, (about: string) => string>>({
  fr: {
    missing: () => 'Remplissez ce champ.',
    'too-long': () => nameProblems('fr')['too-long'](100),
    'line-break': () => nameProblems('fr')['line-break'](100),
    'hidden-character': () => nameProblems('fr')['hidden-character'](100),
    'web-address': () => nameProblems('fr')['web-address'](100),
    'name-not-accepted': () =>
      'Un chargé de qualification n’a pas encore accepté ce nom. Enregistrez-le pour le lui demander.',
    'not-offered': (about) => `« ${about} » n’est pas proposé ici. Choisissez une valeur de la liste.`,
    'number-out-of-range': () => 'Un nombre entier de 1 à 24.',
    'too-many': () => 'Vingt adresses au plus.',
    repeated: (about) => `${about} est écrite deux fois.`,
    'several-hosts': () =>
      'Les adresses ont des hôtes différents. Gardez-en un seul, ou indiquez un document de secteur qui les énumère toutes.',
    'scope-not-habilitated': (about) =>
      `« ${about} » ne figure pas dans votre habilitation. Pour l’ajouter, rouvrez la demande d’habilitation.`,
    'keys-needed': () =>
      'Le chiffrement et l’authentification par clé demandent des clés publiques. Indiquez où les lire.',
    'encryption-needed': () => 'Cette plateforme chiffre toujours les jetons. Choisissez un algorithme.',
    'keys-not-json': () => 'Ce n’est pas un JWK Set : collez un objet JSON de la forme {"keys": [...]}.',
    'keys-private': () =>
      'Ce texte contenait une clé privée. Nous ne l’avons pas gardé, mais considérez cette clé comme compromise : faites-en une nouvelle et ne collez ici que sa partie publique.',
    'providers-needed': () => 'Cochez au moins un compte, ou proposez-les tous.',
    'fetch-port': (about) =>
      `Garance lit cette adresse et ne se connecte qu’au port 443 : retirez le port de ${about}, ou demandez à l’équipe d’en ouvrir un autre.`,
    'name-not-test': () => 'Le nom doit commencer par « Test », par exemple « Test de mon application ».',
    'uri-not-loopback': (about) =>
      `${about} n’est pas sur votre machine. Sans organisation vérifiée, seuls localhost, 127.0.0.1 et [::1] sont possibles.`,
    'uri-not-a-url': (about) =>
      `${about} n’est pas une adresse complète. Écrivez par exemple https://service.example/retour.`,
    'uri-not-https': (about) =>
      `${about} doit commencer par https://. Seul localhost peut rester en http, en intégration.`,
    'uri-localhost': (about) =>
      `${about} désigne la machine du développeur : impossible ici. Indiquez l’adresse publique du service.`,
    'uri-fragment': (about) => `Retirez de ${about} le signe # et ce qui le suit.`,
    'uri-wildcard': (about) =>
      `Pas d’astérisque dans ${about} : chaque adresse est écrite en entier, une par ligne.`,
    'uri-credentials': (about) => `Retirez de ${about} le nom d’utilisateur et le mot de passe.`,
    'uri-not-exact': (about) =>
      `${about} n’est pas écrite comme un navigateur l’envoie (majuscules dans l’hôte, port par défaut, « .. », caractères non encodés). Recopiez-la depuis la barre d’adresse.`,
    'uri-reserved-parameter': (about) =>
      `Retirez de ${about} les paramètres code, state, iss et error : ils sont ceux de la réponse.`,
  },
  en: {
    missing: () => 'Fill in this field.',
    'too-long': () => nameProblems('en')['too-long'](100),
    'line-break': () => nameProblems('en')['line-break'](100),
    'hidden-character': () => nameProblems('en')['hidden-character'](100),
    'web-address': () => nameProblems('en')['web-address'](100),
    'name-not-accepted': () => 'No qualification officer has accepted this name yet. Save it to ask for it.',
    'not-offered': (about) => `“${about}” is not offered here. Choose a value of the list.`,
    'number-out-of-range': () => 'A whole number from 1 to 24.',
    'too-many': () => 'At most twenty addresses.',
    repeated: (about) => `${about} is there twice.`,
    'several-hosts': () =>
      'The addresses have different hosts. Keep one host, or give a sector document that lists them all.',
    'scope-not-habilitated': (about) =>
      `“${about}” is not part of your habilitation. To add it, reopen the habilitation request.`,
    'keys-needed': () => 'Encryption and authentication by key need public keys. Say where to read them.',
    'encryption-needed': () => 'This platform always encrypts tokens. Choose an algorithm.',
    'keys-not-json': () => 'This is not a JWK Set: paste a JSON object of the form {"keys": [...]}.',
    'keys-private': () =>
      'This text held a private key. We did not keep it, but treat that key as compromised: make a new one and paste only its public part here.',
    'providers-needed': () => 'Tick at least one account, or offer them all.',
    'fetch-port': (about) =>
      `Garance reads this address and connects to port 443 only: remove the port from ${about}, or ask the team to open another.`,
    'name-not-test': () => 'The name must begin with “Test”, for example “Test of my application”.',
    'uri-not-loopback': (about) =>
      `${about} is not on your machine. Without a proven organisation only localhost, 127.0.0.1 and [::1] are possible.`,
    'uri-not-a-url': (about) =>
      `${about} is not a complete address. Write for example https://service.example/return.`,
    'uri-not-https': (about) =>
      `${about} must begin with https://. Only localhost may stay http, in integration.`,
    'uri-localhost': (about) =>
      `${about} is a developer’s machine: not possible here. Give the public address of the service.`,
    'uri-fragment': (about) => `Remove the # and what follows it from ${about}.`,
    'uri-wildcard': (about) => `No asterisk in ${about}: each address is written in full, one a line.`,
    'uri-credentials': (about) => `Remove user name and password from ${about}.`,
    'uri-not-exact': (about) =>
      `${about} is not written as a browser sends it (capitals in the host, default port, “..”, characters that are not encoded). Copy it from the address bar.`,
    'uri-reserved-parameter': (about) =>
      `Remove the parameters code, state, iss and error from ${about}: they belong to the answer.`,
  },
});

/** The first problem of each field, in words. */
export function errorsOf(locale: Locale, problems: readonly FieldProblem[]): FieldErrors {
  const words = texts(locale);
  const errors: Record<string, string> = {};
  for (const { field, code, about } of problems) errors[field] ??= words[code](about ?? '');
  return errors;
}
