import type { FormStep } from './field.ts';

/** Commitments of the applicant. */
export const commitmentsStep: FormStep = {
  name: 'commitments',
  title: { fr: 'Engagements', en: 'Commitments' },
  fields: [
    {
      name: 'terms',
      kind: 'tick',
      required: 'always',
      label: {
        fr: 'J’accepte les conditions générales d’utilisation pour le compte de mon organisation.',
        en: 'I accept the terms of use on behalf of my organisation.',
      },
      hint: {
        fr: 'Votre nom, la date et la version acceptée sont enregistrés.',
        en: 'Your name, the date and the version accepted are recorded.',
      },
    },
    {
      name: 'dpo_informed',
      kind: 'tick',
      required: 'always',
      label: {
        fr: 'Le délégué à la protection des données de mon organisation est informé de cette demande.',
        en: 'The data protection officer of my organisation has been informed of this request.',
      },
    },
    {
      name: 'alternative',
      kind: 'tick',
      required: 'always',
      label: {
        fr: 'Une autre manière d’accéder au service est proposée aux usagers qui ne veulent pas de FranceConnect.',
        en: 'Citizens who do not want FranceConnect are offered another way to reach the service.',
      },
    },
  ],
};

/** Whether citizens have one identifier on both platforms or one on each. */
export const identifiersStep: FormStep = {
  name: 'identifiers',
  title: { fr: 'Identifiants des usagers', en: 'Identifiers of citizens' },
  intro: {
    fr: 'Votre service reconnaît chaque usager à un identifiant technique (sub), propre à votre service. Ce choix ne peut plus changer une fois l’habilitation accordée : les usagers perdraient leur compte chez vous.',
    en: 'Your service recognises each citizen by a technical identifier (sub) of its own. This choice cannot change once the habilitation is granted: citizens would lose their account with you.',
  },
  fields: [
    {
      name: 'identifiers',
      kind: 'choice',
      required: 'always',
      label: {
        fr: 'Sur FranceConnect et FranceConnect+, un même usager doit avoir…',
        en: 'On FranceConnect and FranceConnect+, the same citizen shall have…',
      },
      options: [
        {
          value: 'different',
          label: { fr: 'un identifiant différent sur chacune', en: 'a different identifier on each' },
          hint: {
            fr: 'Par défaut. Les comptes ne peuvent pas être rapprochés par l’identifiant ; si vous utilisez les deux plateformes, c’est à vous de rattacher un usager à son compte par son identité.',
            en: 'The default. Accounts cannot be linked by the identifier; if you use both platforms, it is for you to match a citizen with their account by identity.',
          },
        },
        {
          value: 'common',
          label: { fr: 'le même identifiant sur les deux', en: 'the same identifier on both' },
          hint: {
            fr: 'Un usager retrouve son compte quelle que soit la plateforme. Vous devez alors vérifier le niveau de garantie (acr) à chaque connexion, car l’identifiant ne le dit plus.',
            en: 'A citizen finds their account whichever platform they use. You must then check the assurance level (acr) at each sign-in, since the identifier no longer tells it.',
          },
        },
      ],
    },
  ],
};
