import { Button, createMessages, formatDateTime, SafeLink, TextField, useLocale } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { DiscussionMessage } from '../../objects/discussion/table.ts';
import { type OccurrenceLinks, partsOf } from '../../objects/thread/occurrences.ts';
import { HiddenFields } from '../form/form-parts.tsx';
import type { MessageDraft } from './message-draft.ts';

const messages = createMessages({
  fr: {
    title: 'Échanges',
    empty: 'Aucun message pour l’instant.',
    internal: 'Note interne',
    label: 'Votre message',
    send: 'Envoyer le message',
  },
  en: {
    title: 'Discussion',
    empty: 'No message yet.',
    internal: 'Internal note',
    label: 'Your message',
    send: 'Send the message',
  },
});

interface DiscussionProps {
  readonly messages: readonly DiscussionMessage[];
  readonly nameOf: (author: string) => string;
  /** Occurrence ids that lead to their trace. */
  readonly links?: OccurrenceLinks;
  /** Absent where the page has this heading itself. */
  readonly title?: string | null;
  /** The form, where something can be written. */
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
  readonly label?: string;
  readonly hint?: string | undefined;
  /** Further fields, below the text. */
  readonly children?: ComponentChildren;
  /** Instead of the one that sends. */
  readonly buttons?: ComponentChildren;
}

/** Where one message is written; read by `readMessage`. */
export function MessageForm({ action, draft, label, hint, children, buttons }: MessageFormProps) {
  const texts = messages(useLocale());
  return (
    <form method="post" action={action} novalidate>
      <HiddenFields csrf={draft.csrf} />
      <input type="hidden" name="id" value={draft.id} />
      <TextField
        id="text"
        name="text"
        label={label ?? texts.label}
        hint={hint}
        rows={6}
        value={draft.text}
        error={draft.error}
      />
      {children}
      {buttons ?? <Button variant="secondary">{texts.send}</Button>}
    </form>
  );
}
