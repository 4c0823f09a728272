import { type Field, inBoth } from '../../objects/form/field.ts';
import { addressRule, pageAddress } from '../../objects/form/web-address.ts';
import { officerTexts } from './officer-texts.ts';

/** Form of a partner's declaration on one prerequisite. */
export const declarationFields = [
  {
    kind: 'long-text',
    name: 'text',
    rows: 6,
    maxLength: 4_000,
    optional: true,
    label: { fr: 'Votre déclaration', en: 'Your declaration' },
    hint: {
      fr: 'Dites ce qui est, précisément : l’équipe le lit.',
      en: 'Say what is so, precisely: the team reads it.',
    },
  },
  {
    kind: 'text',
    name: 'link',
    maxLength: 1_000,
    optional: true,
    rule: addressRule(pageAddress),
    label: {
      fr: 'Adresse d’une vidéo ou d’une page (facultatif)',
      en: 'Address of a video or page (optional)',
    },
    error: {
      fr: 'Une adresse complète en https, par exemple https://video.example/parcours.',
      en: 'A complete https address, for example https://video.example/journey.',
    },
  },
] as const satisfies readonly Field[];

/** A signed report of the suite. */
export const reportFields = [
  {
    kind: 'long-text',
    name: 'report',
    rows: 6,
    maxLength: 200_000,
    label: { fr: 'Rapport signé', en: 'Signed report' },
    hint: {
      fr: 'Collez le texte du fichier .jws : trois parties séparées par des points.',
      en: 'Paste the text of the .jws file: three parts separated by dots.',
    },
  },
] as const satisfies readonly Field[];

/** An officer's verdict on one item. A page has several of these forms. */
export const judgementFields = (itemId: string) =>
  [
    {
      kind: 'long-text',
      name: `comment-${itemId}`,
      rows: 2,
      maxLength: 2_000,
      optional: true,
      label: inBoth(officerTexts, (texts) => texts.comment),
    },
  ] as const satisfies readonly Field[];

const reason = {
  kind: 'long-text',
  maxLength: 4_000,
  label: inBoth(officerTexts, (texts) => texts.reason),
} as const;

/** The decision on the whole qualification. */
export const decisionFields = [
  { ...reason, name: 'reason', rows: 4, optional: true },
] as const satisfies readonly Field[];

export const withdrawalFields = [
  { ...reason, name: 'withdrawReason', rows: 3 },
] as const satisfies readonly Field[];

/** Form that refuses a display name. Several of them are on one page. */
export const nameDecisionFields = (id: string) =>
  [
    {
      kind: 'text',
      name: `reason-${id}`,
      maxLength: 2_000,
      optional: true,
      label: { fr: 'Motif du refus', en: 'Reason of the refusal' },
    },
  ] as const satisfies readonly Field[];
