import type { FormStep } from './field.ts';

const asContractor = {
  when: { is: 'answer', step: 'organisation', field: 'contractor', value: 'yes' },
  label: {
    fr: 'si vous agissez comme prestataire',
    en: 'if you act as a contractor',
  },
} as const;

/** Questions about the applicant and the organisation. */
export const organisationStep: FormStep = {
  name: 'organisation',
  title: { fr: 'Votre organisation', en: 'Your organisation' },
  intro: {
    fr: 'L’organisation qui sera responsable du service. Ces informations viennent de votre espace ; corrigez-les dans la page de votre organisation.',
    en: 'The organisation that will answer for the service. This comes from your space; correct it on your organisation’s page.',
  },
  fields: [
    { name: 'siret', kind: 'known', required: 'always', label: { fr: 'SIRET', en: 'SIRET' } },
    { name: 'name', kind: 'known', required: 'always', label: { fr: 'Nom', en: 'Name' } },
    { name: 'address', kind: 'known', required: 'always', label: { fr: 'Adresse', en: 'Address' } },
    {
      name: 'contractor',
      kind: 'choice',
      required: 'always',
      label: {
        fr: 'Remplissez-vous cette demande comme prestataire de cette organisation ?',
        en: 'Do you fill in this request as a contractor of this organisation?',
      },
      options: [
        { value: 'no', label: { fr: 'Non, j’en fais partie', en: 'No, I belong to it' } },
        { value: 'yes', label: { fr: 'Oui, j’agis pour son compte', en: 'Yes, I act on its behalf' } },
      ],
    },
    {
      name: 'contractor_name',
      kind: 'text',
      maxLength: 200,
      required: asContractor,
      label: { fr: 'Nom du prestataire', en: 'Name of the contractor' },
    },
    {
      name: 'contractor_siret',
      kind: 'text',
      format: 'siret',
      maxLength: 20,
      required: asContractor,
      label: { fr: 'SIRET du prestataire', en: 'SIRET of the contractor' },
      hint: { fr: '14 chiffres', en: '14 digits' },
    },
  ],
};
