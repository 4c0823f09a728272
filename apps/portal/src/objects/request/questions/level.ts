import type { FormStep } from './field.ts';

/** Assurance level of the service. */
export const levelStep: FormStep = {
  name: 'level',
  title: {
    fr: 'Niveau de garantie attendu par votre service',
    en: 'Assurance level expected by your service',
  },
  intro: {
    fr: 'Plus le niveau est élevé, plus l’identité est sûre, et moins d’usagers ont déjà un compte qui y répond.',
    en: 'The higher the level, the surer the identity, and the fewer citizens already have an account that reaches it.',
  },
  fields: [
    {
      name: 'already_connected',
      kind: 'choice',
      required: {
        when: { is: 'platform', platform: 'plus' },
        label: { fr: 'pour FranceConnect+', en: 'for FranceConnect+' },
      },
      label: {
        fr: 'Ce service utilise-t-il déjà FranceConnect ?',
        en: 'Does this service already use FranceConnect?',
      },
      options: [
        { value: 'no', label: { fr: 'Non', en: 'No' } },
        { value: 'yes', label: { fr: 'Oui', en: 'Yes' } },
      ],
    },
    {
      name: 'level',
      kind: 'choice',
      required: 'always',
      label: { fr: 'Niveau demandé', en: 'Level asked for' },
      options: [
        {
          value: 'eidas1',
          label: { fr: 'FranceConnect, niveau faible (eidas1)', en: 'FranceConnect, low level (eidas1)' },
          hint: {
            fr: 'Suffit à la plupart des démarches.',
            en: 'Enough for most services.',
          },
        },
        {
          value: 'eidas2',
          label: {
            fr: 'FranceConnect+, niveau substantiel (eidas2)',
            en: 'FranceConnect+, substantial level (eidas2)',
          },
          hint: {
            fr: 'Quand une usurpation causerait un tort sérieux : santé, argent, droits.',
            en: 'When impersonation would do serious harm: health, money, rights.',
          },
        },
        {
          value: 'eidas3',
          label: { fr: 'FranceConnect+, niveau élevé (eidas3)', en: 'FranceConnect+, high level (eidas3)' },
          hint: {
            fr: 'Quand un texte l’exige.',
            en: 'When a text requires it.',
          },
        },
      ],
    },
    {
      name: 'why',
      kind: 'long-text',
      maxLength: 2000,
      rows: 4,
      required: {
        when: { is: 'platform', platform: 'plus' },
        label: { fr: 'pour FranceConnect+', en: 'for FranceConnect+' },
      },
      label: { fr: 'Pourquoi ce niveau ?', en: 'Why this level?' },
      hint: {
        fr: 'Le risque que vous voulez éviter, ou le texte qui l’exige.',
        en: 'The risk that you want to avoid, or the text that requires it.',
      },
    },
  ],
};
