import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import { postMessage } from '../discussion/post-message.ts';
import type { DiscussionMessage } from '../discussion/table.ts';
import type { PortalTables } from '../portal-store.ts';
import { partnersConcerned, reviewersConcerned } from './recipients.ts';
import type { HabilitationRequest } from './tables/requests.ts';

const mails = createMessages({
  fr: {
    team: {
      subject: (title: string) => `Message de l’équipe : ${title}`,
      open: 'Répondre dans l’espace partenaires',
    },
    intro: (title: string) => `L’équipe vous écrit au sujet de la demande de « ${title} » :`,
    partner: { subject: (title: string) => `Message sur la demande : ${title}`, open: 'Répondre' },
  },
  en: {
    team: {
      subject: (title) => `Message from the team: ${title}`,
      open: 'Answer in the partner space',
    },
    intro: (title) => `The team writes to you about the request of “${title}”:`,
    partner: { subject: (title) => `Message on the request: ${title}`, open: 'Answer' },
  },
});

export interface RequestMessage extends Pick<DiscussionMessage, 'id' | 'author' | 'text' | 'internal'> {
  readonly from: 'partner' | 'team';
}

interface NewRequestMessage {
  readonly request: HabilitationRequest;
  readonly message: RequestMessage;
}

/** Adds a message to the discussion of a request and mails the other side. */
export async function postToRequest(
  tables: PortalTables,
  { clock, config }: Pick<PortalDeps, 'clock' | 'config'>,
  { request, message: { from, ...message } }: NewRequestMessage,
): Promise<void> {
  const path = from === 'team' ? 'requests' : 'review';
  const about = { object: 'request', objectId: request.id, atMs: clock.now() };
  await postMessage(
    tables,
    { ...message, ...about },
    {
      recipients: () =>
        from === 'team'
          ? partnersConcerned(tables, request)
          : reviewersConcerned(tables, request, config.operatorMail),
      write: (locale) => {
        const { [from]: texts, intro } = mails(locale);
        return {
          subject: texts.subject(request.title),
          paragraphs: [...(from === 'team' ? [intro(request.title)] : []), message.text],
          link: { href: `${config.origin}/${path}/${request.id}`, label: texts.open },
        };
      },
    },
  );
}
