import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import type { DiscussionMessage } from '../discussion/table.ts';
import { enqueueMail } from '../mail/transition-mail.ts';
import type { PortalTables } from '../portal-store.ts';
import { partnersConcerned } from './recipients.ts';
import type { HabilitationRequest } from './tables/requests.ts';

const mails = createMessages({
  fr: {
    subject: (service: string) => `Message de l’équipe : ${service}`,
    intro: (service: string) => `L’équipe vous écrit au sujet de la demande de « ${service} » :`,
    open: 'Répondre dans l’espace partenaires',
  },
  en: {
    subject: (service) => `Message from the team: ${service}`,
    intro: (service) => `The team writes to you about the request of “${service}”:`,
    open: 'Answer in the partner space',
  },
});

/** A message of the team about a request, kept and, unless it is a note to itself, mailed to the partner. The same id is the same message. */
export async function sayInRequest(
  tables: PortalTables,
  { clock, config }: Pick<PortalDeps, 'clock' | 'config'>,
  request: HabilitationRequest,
  message: Pick<DiscussionMessage, 'id' | 'author' | 'text' | 'internal'>,
): Promise<void> {
  const nowMs = clock.now();
  await tables.discussion.append({ ...message, object: 'request', objectId: request.id, atMs: nowMs });
  if (message.internal) return;
  for (const to of await partnersConcerned(tables, request)) {
    const texts = mails(to.locale);
    await enqueueMail(tables, {
      idPrefix: `request-${request.id}-message-${message.id}`,
      to,
      subject: texts.subject(request.title),
      paragraphs: [texts.intro(request.title), message.text],
      nowMs,
      link: { href: `${config.origin}/requests/${request.id}`, label: texts.open },
    });
  }
}
