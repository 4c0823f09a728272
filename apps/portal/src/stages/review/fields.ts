import { type Field, inBoth, namedOptions } from '../../objects/form/field.ts';
import { type ReviewEvent, wantsReason } from '../../objects/request/decisions.ts';
import { templateKinds } from '../../objects/request/default-templates.ts';
import type { ReviewedRequest } from '../../objects/request/read-review.ts';
import { messageField } from '../../parts/discussion/message-draft.ts';
import { reviewTexts } from '../../parts/request/review-texts.ts';
import { templateTexts } from './template-texts.ts';

export const reasonField = {
  kind: 'long-text',
  name: 'reason',
  rows: 8,
  maxLength: 10_000,
  label: inBoth(reviewTexts, (texts) => texts.reason),
  hint: inBoth(reviewTexts, (texts) => texts.reasonHint),
} as const satisfies Field;

const confirmField = {
  kind: 'tick',
  name: 'confirm',
  mustBeTicked: true,
  label: inBoth(reviewTexts, (texts) => texts.confirm),
  error: inBoth(reviewTexts, (texts) => texts.confirmMissing),
} as const satisfies Field;

/** Confirmation of a decision, with a reason when the partner loses something by it. */
export function decisionFields(event: ReviewEvent): readonly (typeof reasonField | typeof confirmField)[] {
  return wantsReason(event) ? [reasonField, confirmField] : [confirmField];
}

/** A message to the partner, or an internal note of the team. */
export const reviewMessageFields = [
  { ...messageField, label: inBoth(reviewTexts, (texts) => texts.message) },
  {
    kind: 'choice',
    name: 'visibility',
    label: inBoth(reviewTexts, (texts) => texts.visibility),
    options: [
      {
        value: 'partner',
        label: inBoth(reviewTexts, (texts) => texts.visibilityPartner),
        hint: inBoth(reviewTexts, (texts) => texts.visibilityPartnerHint),
      },
      { value: 'internal', label: inBoth(reviewTexts, (texts) => texts.visibilityInternal) },
    ],
  },
] as const satisfies readonly Field[];

/** The reviewer of the request. */
export function assignmentFields(
  reviewers: readonly Pick<ReviewedRequest['reviewers'][number], 'id' | 'name' | 'email'>[],
) {
  const named = reviewers.map(({ id, name, email }) => ({ id, name: name === '' ? email : name }));
  return [
    {
      kind: 'choice',
      list: true,
      name: 'to',
      label: inBoth(reviewTexts, (texts) => texts.assign),
      options: [
        { value: 'nobody', label: inBoth(reviewTexts, (texts) => texts.nobody) },
        ...namedOptions(named),
      ],
    },
  ] as const satisfies readonly Field[];
}

/** How an organisation was verified. */
export function verifyFields({ name, siret = '' }: { readonly name: string; readonly siret?: string }) {
  return [
    {
      kind: 'long-text',
      name: 'seen',
      rows: 4,
      maxLength: 2_000,
      label: inBoth(reviewTexts, (texts) => texts.verifySeen),
      hint: inBoth(reviewTexts, (texts) => texts.verifySeenHint),
    },
    {
      kind: 'tick',
      name: 'looked',
      mustBeTicked: true,
      label: inBoth(reviewTexts, (texts) => texts.verifyConfirm(name, siret)),
      error: inBoth(reviewTexts, (texts) => texts.verifyConfirmMissing),
    },
  ] as const satisfies readonly Field[];
}

/** A text that the team can insert into messages and decisions. */
export const templateFields = [
  {
    kind: 'text',
    name: 'title',
    maxLength: 200,
    label: inBoth(templateTexts, (texts) => texts.title),
  },
  {
    kind: 'choice',
    list: true,
    name: 'kind',
    label: inBoth(templateTexts, (texts) => texts.kind),
    options: templateKinds.map((value) => ({
      value,
      label: inBoth(templateTexts, (texts) => texts.kinds[value]),
    })),
  },
  {
    kind: 'choice',
    list: true,
    name: 'locale',
    label: inBoth(templateTexts, (texts) => texts.locale),
    options: (['fr', 'en'] as const).map((value) => ({
      value,
      label: inBoth(templateTexts, (texts) => texts.locales[value]),
    })),
  },
  {
    kind: 'long-text',
    name: 'body',
    rows: 12,
    maxLength: 10_000,
    label: inBoth(templateTexts, (texts) => texts.body),
    hint: inBoth(templateTexts, (texts) => texts.bodyHint),
  },
] as const satisfies readonly Field[];
