import type { FormStep } from './field.ts';

/** The requested data and the purpose of each. */
export const dataStep: FormStep = {
  name: 'data',
  title: { fr: 'Données demandées', en: 'Data asked for' },
  intro: {
    fr: 'Ne demandez que ce dont le service a besoin, et dites pour chacune à quoi elle sert (RGPD, article 5). Les usagers verront cette liste.',
    en: 'Ask only for what the service needs, and say what each is for (GDPR, article 5). Citizens will see this list.',
  },
  fields: [
    {
      name: 'scopes',
      kind: 'scopes',
      required: 'always',
      label: { fr: 'Données', en: 'Data' },
    },
  ],
};

/** Handling of personal data. */
export const personalDataStep: FormStep = {
  name: 'personal_data',
  title: { fr: 'Données personnelles', en: 'Personal data' },
  fields: [
    {
      name: 'recipients',
      kind: 'long-text',
      maxLength: 2000,
      rows: 3,
      required: 'always',
      label: { fr: 'Qui recevra ces données ?', en: 'Who will receive the data?' },
      hint: {
        fr: 'Les services ou métiers, par exemple « agents du service des inscriptions ».',
        en: 'Departments or professions, for example “staff of the enrolment office”.',
      },
    },
    {
      name: 'retention_months',
      kind: 'number',
      min: 1,
      max: 1200,
      required: 'always',
      label: { fr: 'Durée de conservation, en mois', en: 'Retention, in months' },
    },
    {
      name: 'retention_justification',
      kind: 'long-text',
      maxLength: 2000,
      rows: 3,
      required: {
        when: { is: 'above', step: 'personal_data', field: 'retention_months', limit: 36 },
        label: { fr: 'au-delà de 36 mois', en: 'above 36 months' },
      },
      label: { fr: 'Pourquoi aussi longtemps ?', en: 'Why so long?' },
    },
  ],
};
