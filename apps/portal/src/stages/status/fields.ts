import type { Field } from '../../objects/form/field.ts';
import { publicName } from '../../objects/form/formats.ts';

const longestTitle = 200;
const parisTime = { kind: 'text', maxLength: 20, width: 20, format: 'moment' } as const;
const title = { kind: 'text', maxLength: longestTitle, rule: publicName(longestTitle) } as const;
const text = { kind: 'long-text', rows: 4, maxLength: 5_000, format: 'visible-text' } as const;

/** A public announcement, in both languages. */
export const incidentFields = [
  {
    kind: 'choice',
    name: 'kind',
    options: [
      { value: 'incident', label: { fr: 'Incident', en: 'Incident' } },
      { value: 'maintenance', label: { fr: 'Maintenance', en: 'Maintenance' } },
    ],
    label: { fr: 'Nature', en: 'Kind' },
  },
  { ...title, name: 'title_fr', label: { fr: 'Titre en français', en: 'Title in French' } },
  { ...title, name: 'title_en', label: { fr: 'Titre en anglais', en: 'Title in English' } },
  { ...text, name: 'text_fr', label: { fr: 'Texte en français', en: 'Text in French' } },
  { ...text, name: 'text_en', label: { fr: 'Texte en anglais', en: 'Text in English' } },
  {
    ...parisTime,
    name: 'begins_at',
    label: { fr: 'Début', en: 'Beginning' },
    hint: {
      fr: 'Heure de Paris, par exemple 2026-11-22 10:30.',
      en: 'Paris time, for example 2026-11-22 10:30.',
    },
  },
  {
    ...parisTime,
    name: 'ends_at',
    optional: true,
    label: { fr: 'Fin', en: 'End' },
    hint: {
      fr: 'Laissez vide tant que cela dure. Heure de Paris.',
      en: 'Leave empty as long as it lasts. Paris time.',
    },
  },
] as const satisfies readonly Field[];
export type IncidentField = (typeof incidentFields)[number];
