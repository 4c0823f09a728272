import type { FormStep } from './field.ts';

/** Frequent legal bases; choosing one fills the empty fields. */
export const legalTemplates = {
  arrete_2018: {
    nature:
      'Arrêté du 8 novembre 2018 relatif au téléservice dénommé « FranceConnect » créé par la direction interministérielle du numérique et du système d’information et de communication de l’État',
    url: 'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000037611479',
  },
} as const;

/** Legal basis of the request. */
export const legalStep: FormStep = {
  name: 'legal',
  title: { fr: 'Cadre juridique', en: 'Legal basis' },
  intro: {
    fr: 'Le texte qui autorise votre service à demander l’identité des usagers.',
    en: 'The text that allows your service to ask citizens for their identity.',
  },
  fields: [
    {
      name: 'template',
      kind: 'choice',
      required: 'always',
      label: { fr: 'Sur quel texte vous appuyez-vous ?', en: 'Which text do you rely on?' },
      options: [
        {
          value: 'arrete_2018',
          label: { fr: 'Arrêté du 8 novembre 2018', en: 'Order of 8 November 2018 (Arrêté)' },
          hint: {
            fr: 'Administrations et services publics. Nature et adresse du texte seront remplies pour vous.',
            en: 'Public bodies and public services. Nature and address of the text will be filled in for you.',
          },
        },
        { value: 'other', label: { fr: 'Un autre texte', en: 'Another text' } },
      ],
    },
    {
      name: 'nature',
      kind: 'long-text',
      maxLength: 2000,
      rows: 3,
      required: 'always',
      label: { fr: 'Nature du texte', en: 'Nature of the text' },
      hint: {
        fr: 'Loi, décret, arrêté, délibération… avec son titre et sa date.',
        en: 'Act, decree, order, deliberation… with its title and date.',
      },
    },
    {
      name: 'url',
      kind: 'text',
      format: 'web-address',
      maxLength: 1000,
      required: {
        when: { is: 'absent', step: 'legal', field: 'document' },
        label: { fr: 'si vous ne joignez pas le texte', en: 'if you do not attach the text' },
      },
      label: { fr: 'Adresse du texte', en: 'Address of the text' },
    },
    {
      name: 'document',
      kind: 'files',
      maxCount: 1,
      required: {
        when: { is: 'absent', step: 'legal', field: 'url' },
        label: { fr: 'si le texte n’a pas d’adresse', en: 'if the text has no address' },
      },
      label: { fr: 'Le texte lui-même', en: 'The text itself' },
      hint: { fr: 'PDF ou PNG, 10 Mo au plus.', en: 'PDF or PNG, 10 MB at most.' },
    },
  ],
};
