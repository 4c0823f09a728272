import { type Field, inBoth, namedOptions } from '../../objects/form/field.ts';
import type { Service } from '../../objects/service/table.ts';
import { messageField } from '../../parts/discussion/message-draft.ts';
import { supportTexts } from './texts.ts';

const textHint = inBoth(supportTexts, (texts) => texts.textHint);
const none = {
  value: '',
  label: inBoth(supportTexts, (texts) => texts.noService),
  hint: inBoth(supportTexts, (texts) => texts.noServiceHint),
};

const subject = {
  kind: 'text',
  name: 'subject',
  maxLength: 200,
  label: inBoth(supportTexts, (texts) => texts.subject),
} as const;

/** A question to the team. The field for the service is shown to members who may write for one. */
export function newThreadFields(services: readonly Pick<Service, 'id' | 'name'>[]) {
  const service = {
    kind: 'choice',
    name: 'service',
    optional: true,
    label: inBoth(supportTexts, (texts) => texts.service),
    hint: inBoth(supportTexts, (texts) => texts.serviceHint),
    options: [...namedOptions(services), none],
  } as const satisfies Field;
  return [...(services.length > 0 ? [service] : []), subject, { ...messageField, hint: textHint, rows: 8 }];
}

export const partnerMessageFields = (closed: boolean) => [
  { ...messageField, hint: closed ? inBoth(supportTexts, (texts) => texts.reopenHint) : textHint },
];

export const answerFields = (isOpen: boolean) => [
  { ...messageField, ...(isOpen && { hint: inBoth(supportTexts, (texts) => texts.closeHint) }) },
];
