/** Mails of the partner space: common footer and queueing. Texts are beside the object that causes the mail. */
import { createHash } from 'node:crypto';
import { createMessages, type Locale, renderMail } from '@garance/web/view';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';

export interface Recipient {
  readonly email: string;
  readonly locale: Locale;
}

export interface MailText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly href: string; readonly label: string };
}

interface NewMail extends MailText {
  /** Id of the event: a repeat is dropped while the mail is in the outbox. */
  readonly id: string;
  readonly to: Recipient;
  /** Epoch milliseconds; a mail that could not be delivered by then is dropped. */
  readonly expiresAtMs: number;
}

interface Mailing {
  /** `<object>-<id>-<event>-<n>`: with the recipient it makes the id of each mail. */
  readonly idPrefix: string;
  readonly to: readonly Recipient[];
  readonly write: (locale: Locale) => MailText;
  readonly nowMs: number;
}

const texts = createMessages({
  fr: {
    footer:
      'Vous recevez ce message parce que votre adresse est utilisée dans l’espace partenaires de Garance. Nous ne demandons jamais de code par téléphone ni par courriel.',
  },
  en: {
    footer:
      'You receive this message because your address is used in the Garance partner space. We never ask for a code by phone or mail.',
  },
});

/** Queues one mail inside the transaction that causes it. */
export function enqueueMail(
  tables: Pick<PortalTables, 'outbox'>,
  { id, to, subject, paragraphs, link, expiresAtMs }: NewMail,
): Promise<void> {
  const { locale, email } = to;
  const { footer } = texts(locale);
  const rendered = renderMail({ locale, title: subject, paragraphs, footer, ...(link && { link }) });
  return tables.outbox.enqueue({ id, to: email, subject, ...rendered, expiresAtMs });
}

/** Mails about one event to several recipients, each in their language; delivery is tried for one day. */
export async function enqueueMails(
  tables: Pick<PortalTables, 'outbox'>,
  { idPrefix, to: recipients, write, nowMs }: Mailing,
): Promise<void> {
  for (const to of recipients) {
    // Ids are seen in logs: the address is in it only as a hash.
    const recipient = createHash('sha256').update(to.email.toLowerCase()).digest('hex').slice(0, 16);
    const id = `${idPrefix}-${recipient}`;
    await enqueueMail(tables, { id, to, ...write(to.locale), expiresAtMs: nowMs + dayMs });
  }
}
