import type { Field } from '../../objects/form/field.ts';
import { lifetimes, overlaps } from '../../objects/registration/secrets.ts';
import { hashField } from '../../parts/registration/own-hash.tsx';

const overlapNames = {
  0: { fr: 'Non : il s’arrête tout de suite', en: 'No: it stops at once' },
  1: { fr: 'Un jour', en: 'One day' },
  7: { fr: 'Sept jours', en: 'Seven days' },
  30: { fr: 'Trente jours', en: 'Thirty days' },
} as const;
const lifetimeNames = {
  365: { fr: 'Un an', en: 'One year' },
  730: { fr: 'Deux ans', en: 'Two years' },
  none: { fr: 'Sans fin ; un rappel est envoyé chaque année', en: 'No end; a reminder is sent every year' },
} as const;

const label = {
  kind: 'text',
  maxLength: 60,
  width: 20,
  optional: true,
  label: { fr: 'Nom, pour le reconnaître', en: 'Name, to recognise it' },
} as const;

/** A secret that Garance generates. How long the present one stays valid is asked only when there is one. */
export const newSecretFields = [
  { ...label, name: 'label' },
  {
    kind: 'choice',
    name: 'overlapDays',
    optional: true,
    label: { fr: 'Le secret actuel reste valable', en: 'The present secret stays valid' },
    options: overlaps.map((value) => ({ value, label: overlapNames[value] })),
  },
  {
    kind: 'choice',
    name: 'lifetimeDays',
    label: { fr: 'Durée de vie du nouveau secret', en: 'Life of the new secret' },
    options: lifetimes.map((value) => ({ value, label: lifetimeNames[value] })),
  },
] as const satisfies readonly Field[];

/** A secret that the partner generated, of which only the hash is sent. */
export const ownSecretFields = [
  hashField,
  { ...label, name: 'ownLabel' },
] as const satisfies readonly Field[];
