import { Button, createMessages, formatDateTime, TextField } from '@garance/web/view';
import type { DiscussionMessage } from '../../../objects/discussion/table.ts';
import { HiddenFields } from '../../../parts/form/form-parts.tsx';
import type { RequestPageProps } from './request-page.tsx';

const texts = createMessages({
  fr: {
    title: 'Échanges avec l’équipe',
    empty: 'Aucun message pour l’instant. Posez ici vos questions sur cette demande.',
    label: 'Votre message',
    send: 'Envoyer le message',
  },
  en: {
    title: 'Discussion with the team',
    empty: 'No message yet. Ask your questions about this request here.',
    label: 'Your message',
    send: 'Send the message',
  },
});

/** What was said about the request, and where to say more. */
export function Discussion({ context, request, messages, nameOf, discussion }: RequestPageProps) {
  const { locale } = context;
  const words = texts(locale);
  return (
    <section id="discussion">
      <h2 class="govuk-heading-m">{words.title}</h2>
      {messages.length === 0 && <p class="govuk-body">{words.empty}</p>}
      {messages.map(({ id, author, atMs, text }: DiscussionMessage) => (
        <div key={id} class="govuk-inset-text">
          <p class="govuk-hint">
            {nameOf(author)} · {formatDateTime(locale, atMs)}
          </p>
          <p class="garance-answer">{text}</p>
        </div>
      ))}
      {discussion !== undefined && (
        <form method="post" action={`/requests/${request.id}/discussion`} novalidate>
          <HiddenFields csrf={discussion.csrf} />
          <input type="hidden" name="message_id" value={discussion.messageId} />
          <TextField id="text" name="text" label={words.label} rows={4} />
          <Button variant="secondary">{words.send}</Button>
        </form>
      )}
    </section>
  );
}
