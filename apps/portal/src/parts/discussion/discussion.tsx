import { Button, createMessages, formatDateTime, SafeLink, useLocale } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { DiscussionMessage } from '../../objects/discussion/table.ts';
import type { Field } from '../../objects/form/field.ts';
import { type OccurrenceLinks, partsOf } from '../../objects/thread/occurrences.ts';
import { Fields } from '../form/field-view.tsx';
import { PortalForm } from '../form/form-parts.tsx';
import { type MessageDraft, messageFields } from './message-draft.ts';

const messages = createMessages({
  fr: {
    title: 'Échanges',
    empty: 'Aucun message pour l’instant.',
    internal: 'Note interne',
    send: 'Envoyer le message',
  },
  en: {
    title: 'Discussion',
    empty: 'No message yet.',
    internal: 'Internal note',
    send: 'Send the message',
  },
});

interface DiscussionProps {
  readonly messages: readonly DiscussionMessage[];
  readonly nameOf: (author: string) => string;
  /** Occurrence ids that lead to their trace. */
  readonly links?: OccurrenceLinks;
  /** Null or absent when the page already has this heading. */
  readonly title?: string | null;
  /** The message form, when the reader may write. */
  readonly children?: ComponentChildren;
}

/** Messages, oldest first, and the form for a new one. */
export function Discussion({
  messages: written,
  nameOf,
  links = new Map(),
  title,
  children,
}: DiscussionProps) {
  const locale = useLocale();
  const texts = messages(locale);
  return (
    <section id="discussion">
      {title !== null && <h2 class="govuk-heading-m">{title ?? texts.title}</h2>}
      {written.length === 0 && <p class="govuk-body">{texts.empty}</p>}
      {written.map(({ id, author, atMs, text, internal }) => (
        <article class={`garance-message${internal ? ' garance-message--internal' : ''}`} key={id}>
          <strong>{nameOf(author)}</strong>, {formatDateTime(locale, atMs)}
          {internal && ` — ${texts.internal}`}
          <br />
          {partsOf(text, links).map((part, index) =>
            part.href === undefined ? (
              part.text
            ) : (
              <SafeLink key={index} href={part.href}>
                {part.text}
              </SafeLink>
            ),
          )}
        </article>
      ))}
      {children}
    </section>
  );
}

interface MessageFormProps {
  readonly action: string;
  readonly draft: MessageDraft;
  /** Fields of the form; only the message by default. */
  readonly fields?: readonly Field[];
  /** Hidden fields. */
  readonly children?: ComponentChildren;
  /** Buttons in place of the one that sends. */
  readonly buttons?: ComponentChildren;
}

/** Form for one message; read by `readMessage`. */
export function MessageForm({ action, draft, fields = messageFields, children, buttons }: MessageFormProps) {
  const locale = useLocale();
  return (
    <PortalForm action={action} csrf={draft.csrf}>
      <input type="hidden" name="id" value={draft.id} />
      {children}
      <Fields fields={fields} locale={locale} values={draft.values} errors={draft.errors} />
      {buttons ?? <Button variant="secondary">{messages(locale).send}</Button>}
    </PortalForm>
  );
}
