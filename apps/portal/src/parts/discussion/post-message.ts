import type { PortalDeps } from '../../deps.ts';
import { enqueueMail } from '../../objects/mail/transition-mail.ts';
import { reviewersConcerned } from '../../objects/request/recipients.ts';
import type { OpenedRequest } from '../scope/open-request.ts';

interface PartnerMessage extends OpenedRequest {
  /** Made when the form was shown: sent twice it is one message. */
  readonly messageId: string;
  readonly text: string;
}

/** A message of the partner about the request, and the mail that tells the team of it. */
export async function postMessage(deps: PortalDeps, message: PartnerMessage): Promise<void> {
  const { store, clock, config } = deps;
  const { request, actor, messageId, text } = message;
  const atMs = clock.now();
  await store.portal.transaction(async (tables) => {
    await tables.discussion.append({
      id: messageId,
      object: 'request',
      objectId: request.id,
      author: actor.personId,
      text,
      internal: false,
      atMs,
    });
    for (const to of await reviewersConcerned(tables, request, config.operatorMail)) {
      const french = to.locale === 'fr';
      await enqueueMail(tables, {
        idPrefix: `request-${request.id}-message-${messageId}`,
        to,
        subject: french
          ? `Message sur la demande : ${request.title}`
          : `Message on the request: ${request.title}`,
        paragraphs: [text],
        link: {
          href: `${config.origin}/review/${request.id}`,
          label: french ? 'Répondre' : 'Answer',
        },
        nowMs: atMs,
      });
    }
  });
}
