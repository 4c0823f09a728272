import type { Field } from '../../../objects/form/field.ts';

const text = {
  kind: 'long-text',
  optional: true,
  rows: 3,
  maxLength: 1_000,
  format: 'visible-text',
} as const;
const moment = { kind: 'text', optional: true, maxLength: 20, width: 20, format: 'moment' } as const;

/** Texts of the choice page. */
export const choiceFields = [
  {
    ...text,
    name: 'message_fr',
    label: { fr: 'Message en français', en: 'Message in French' },
    hint: {
      fr: 'Laissez vide pour ne rien dire. 1 000 caractères au plus.',
      en: 'Leave empty to say nothing. 1,000 characters at most.',
    },
  },
  { ...text, name: 'message_en', label: { fr: 'Message en anglais', en: 'Message in English' } },
  {
    ...moment,
    name: 'from',
    label: { fr: 'Montré à partir de', en: 'Shown from' },
    hint: {
      fr: 'AAAA-MM-JJ HH:MM, à Paris. Laissez vide s’il n’y a pas de limite.',
      en: 'YYYY-MM-DD HH:MM, in Paris. Leave empty where there is no limit.',
    },
  },
  { ...moment, name: 'until', label: { fr: 'Jusqu’à', en: 'Until' } },
  {
    kind: 'tick',
    name: 'show_excluded',
    label: {
      fr: 'Montrer les comptes qu’un service n’accepte pas',
      en: 'Show the accounts that a service does not accept',
    },
    hint: {
      fr: 'Grisés, avec la raison. Sinon ils ne sont pas montrés.',
      en: 'Greyed, with the reason. Otherwise they are not shown.',
    },
  },
] as const satisfies readonly Field[];
export type ChoiceField = (typeof choiceFields)[number];
