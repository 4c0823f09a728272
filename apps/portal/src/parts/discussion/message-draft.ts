import { randomUUID } from 'node:crypto';
import { createMessages, type Locale } from '@garance/web/view';
import { maxMessageLength } from '../../objects/discussion/post-message.ts';
import type { PortalForm } from '../../objects/form.ts';
import { clean } from '../../objects/request/fill-step.ts';
import { requireId } from '../../objects/require-id.ts';

/** Values and errors of a message form. */
export interface TypedMessage {
  /** Made when the form was shown: sent twice it is one message. */
  readonly id: string;
  readonly text: string;
  readonly error?: string | undefined;
}

/** The form of a message as it is shown. */
export interface MessageDraft extends TypedMessage {
  readonly csrf: string;
}

const messages = createMessages({
  fr: {
    missing: 'Écrivez votre message.',
    tooLong: 'Ce message est trop long : 10 000 caractères au plus.',
  },
  en: { missing: 'Write your message.', tooLong: 'This message is too long: 10,000 characters at most.' },
});

/** @throws GaranceError `general.not_found` when the id is none */
export function readMessage(form: PortalForm, locale: Locale): TypedMessage {
  const texts = messages(locale);
  const typed = { id: requireId(form.text('id')), text: clean(form.text('text')) };
  if (typed.text === '') return { ...typed, error: texts.missing };
  return typed.text.length > maxMessageLength ? { ...typed, error: texts.tooLong } : typed;
}

/** @param typed values of a refused form */
export function draftMessage(csrf: string, typed: Partial<TypedMessage> = {}): MessageDraft {
  return { csrf, id: randomUUID(), text: '', ...typed };
}
