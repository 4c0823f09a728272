import { createMessages } from '@garance/web/view';

/** What is wrong with an answer, and what to write instead. */
export const validationTexts = createMessages({
  fr: {
    missing: (label: string) => `${label} : répondez à cette question.`,
    notChosen: (label: string) => `${label} Choisissez une réponse.`,
    notTicked: (label: string) => `À confirmer : ${label}`,
    fileMissing: (label: string) => `${label} : joignez un document.`,
    tooMany: (label: string, max: number) => `${label} : ${max} documents au plus.`,
    tooLong: (label: string, max: number) => `${label} : ${max} caractères au plus.`,
    notANumber: (label: string, min: number, max: number) =>
      `${label} : écrivez un nombre entier entre ${min} et ${max}.`,
    unknownScope: (scope: string) => `« ${scope} » n’existe pas sur cette plateforme : retirez-le.`,
    purposeMissing: (scope: string) => `Dites à quoi sert « ${scope} ».`,
    identifiersFixed:
      'Le choix des identifiants ne peut plus changer : des usagers les utilisent déjà. Demandez conseil à l’équipe si vous devez en changer.',
    otherPlatform:
      'Ce niveau appartient à l’autre plateforme, pour laquelle ce service a déjà une demande, ou dont celle-ci ne peut plus changer. Choisissez un niveau de la même plateforme, ou ouvrez l’autre demande.',
    newOwner: 'Choisissez à qui confier la demande.',
    formats: {
      email: (label: string) => `${label} : écrivez une adresse comme nom@exemple.fr.`,
      'web-address': (label: string) => `${label} : écrivez une adresse complète, qui commence par https://.`,
      siret: (label: string) => `${label} : écrivez les 14 chiffres d’un SIRET qui existe.`,
      phone: (label: string) => `${label} : écrivez un numéro de téléphone, par exemple 01 23 45 67 89.`,
      'french-mobile': (label: string) =>
        `${label} : écrivez un numéro de mobile français, par exemple 06 12 34 56 78.`,
      date: (label: string) => `${label} : écrivez un jour comme 01/09/2027.`,
      'public-name': (label: string) =>
        `${label} : écrivez un nom sur une ligne, sans caractère invisible ni adresse de site.`,
    },
  },
  en: {
    missing: (label) => `${label}: answer this question.`,
    notChosen: (label) => `${label} Choose an answer.`,
    notTicked: (label) => `To be confirmed: ${label}`,
    fileMissing: (label) => `${label}: attach a document.`,
    tooMany: (label, max) => `${label}: ${max} documents at most.`,
    tooLong: (label, max) => `${label}: ${max} characters at most.`,
    notANumber: (label, min, max) => `${label}: write a whole number between ${min} and ${max}.`,
    unknownScope: (scope) => `“${scope}” does not exist on this platform: take it out.`,
    purposeMissing: (scope) => `Say what “${scope}” is for.`,
    identifiersFixed:
      'The choice of identifiers cannot change any more: citizens use them already. Ask the team if you must change it.',
    otherPlatform:
      'This level belongs to the other platform, for which this service already has a request, or which this one can no longer choose. Choose a level of the same platform, or open the other request.',
    newOwner: 'Choose who shall follow the request.',
    formats: {
      email: (label) => `${label}: write an address such as name@example.org.`,
      'web-address': (label) => `${label}: write a full address that begins with https://.`,
      siret: (label) => `${label}: write the 14 digits of a SIRET that exists.`,
      phone: (label) => `${label}: write a telephone number, for example 01 23 45 67 89.`,
      'french-mobile': (label) => `${label}: write a French mobile number, for example 06 12 34 56 78.`,
      date: (label) => `${label}: write a day such as 01/09/2027 (day, month, year).`,
      'public-name': (label) =>
        `${label}: write a name on one line, without invisible characters or an address of a web site.`,
    },
  },
});
