import type { FormStep } from './field.ts';

/** Description of the project. */
export const projectStep: FormStep = {
  name: 'project',
  title: { fr: 'Votre projet', en: 'Your project' },
  fields: [
    {
      name: 'name',
      kind: 'text',
      format: 'public-name',
      maxLength: 200,
      required: 'always',
      label: { fr: 'Nom du service', en: 'Name of the service' },
      hint: {
        fr: 'Public : les usagers le liront au moment de se connecter.',
        en: 'Public: citizens will read it when they sign in.',
      },
    },
    {
      name: 'description',
      kind: 'long-text',
      maxLength: 5000,
      rows: 6,
      required: 'always',
      label: { fr: 'À quoi sert-il, et pour qui ?', en: 'What is it for, and for whom?' },
    },
    {
      name: 'mockups',
      kind: 'files',
      maxCount: 6,
      required: 'never',
      label: { fr: 'Maquettes des écrans', en: 'Mock-ups of the screens' },
      hint: {
        fr: 'PDF ou PNG, 10 Mo au plus chacune, 6 au plus. Elles accélèrent l’instruction.',
        en: 'PDF or PNG, 10 MB each at most, 6 at most. They speed the review up.',
      },
    },
    {
      name: 'go_live',
      kind: 'text',
      format: 'date',
      maxLength: 10,
      required: 'never',
      label: { fr: 'Mise en service prévue', en: 'Planned go-live' },
      hint: { fr: 'Par exemple 01/09/2027', en: 'For example 01/09/2027 (day, month, year)' },
    },
    {
      name: 'volume',
      kind: 'number',
      min: 0,
      max: 1_000_000_000,
      required: 'never',
      label: { fr: 'Connexions attendues par an', en: 'Sign-ins expected per year' },
    },
  ],
};
