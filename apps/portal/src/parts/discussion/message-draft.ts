import { randomUUID } from 'node:crypto';
import type { Locale } from '@garance/web/view';
import { z } from 'zod';
import { maxMessageLength } from '../../objects/discussion/post-message.ts';
import { cleanText } from '../../objects/form/clean-text.ts';
import type { Field, FormValues } from '../../objects/form/field.ts';
import { readForm, type SentForm } from '../../objects/form/read-form.ts';
import type { FieldErrors, PortalForm } from '../../objects/form.ts';
import { requireId } from '../../objects/require-id.ts';

export const messageField = {
  kind: 'long-text',
  name: 'text',
  rows: 6,
  maxLength: maxMessageLength,
  // A text of invisible characters only is refused as empty.
  rule: z.string().transform(cleanText).pipe(z.string().min(1, 'missing')),
  label: { fr: 'Votre message', en: 'Your message' },
} as const satisfies Field;

export const messageFields = [messageField] as const;

/** Values and errors of a message form. */
export interface TypedMessage {
  /** Created when the form is shown: a form sent twice is one message. */
  readonly id: string;
  readonly values: FormValues;
  readonly errors?: FieldErrors;
}

/** Props of the message form. */
export interface MessageDraft extends TypedMessage {
  readonly csrf: string;
  readonly errors: FieldErrors;
}

/**
 * @param fields of the form, the message among them
 * @throws GaranceError `general.not_found` when the message id is malformed
 */
export function readMessage<const F extends Field>(
  form: PortalForm,
  locale: Locale,
  fields: readonly F[],
): SentForm<F> & { readonly id: string } {
  return { id: requireId(form.text('id')), ...readForm(fields, form, { locale }) };
}

/** @param typed values of a refused form */
export function draftMessage(csrf: string, typed: Partial<TypedMessage> = {}): MessageDraft {
  return { csrf, id: randomUUID(), values: {}, errors: {}, ...typed };
}
