import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import { postMessage } from '../discussion/post-message.ts';
import type { DiscussionMessage } from '../discussion/table.ts';
import type { PortalTables } from '../portal-store.ts';
import { contactsOf } from '../registration/mails.ts';
import type { Service } from '../service/table.ts';
import { requireState } from './items.ts';
import type { Qualification } from './tables/qualifications.ts';

const mails = createMessages({
  fr: {
    subject: (service: string) => `${service} : un mot sur vos maquettes`,
    line: 'L’équipe a écrit dans la préqualification.',
    open: 'Ouvrir dans l’espace partenaires',
  },
  en: {
    subject: (service) => `${service}: a word about your mock-ups`,
    line: 'The team wrote in the pre-qualification.',
    open: 'Open in the partner space',
  },
});

interface NewMockUpMessage {
  /** Locked by `tables`. */
  readonly qualification: Qualification;
  readonly service: Service;
  readonly message: Pick<DiscussionMessage, 'id' | 'author' | 'text'>;
  readonly from: 'partner' | 'team';
}

/**
 * Posts a message about the mock-ups. Messages of the team are mailed to the partner; the team reads the partner's on
 * its page.
 * @throws GaranceError `portal.not_now`
 */
export async function postToMockUps(
  tables: PortalTables,
  { clock, config }: Pick<PortalDeps, 'clock' | 'config'>,
  { qualification, service, message, from }: NewMockUpMessage,
): Promise<void> {
  requireState(qualification, 'open');
  const { id, platform, organisationId } = qualification;
  const about = { object: 'qualification', objectId: id, internal: false, atMs: clock.now() };
  await postMessage(
    tables,
    { ...message, ...about },
    {
      recipients: async () => (from === 'team' ? contactsOf(tables, organisationId) : []),
      write: (locale) => {
        const { subject, line, open } = mails(locale);
        const href = `${config.origin}/services/${service.id}/${platform}/qualification/mock-ups`;
        return { subject: subject(service.name), paragraphs: [line], link: { href, label: open } };
      },
    },
  );
}
