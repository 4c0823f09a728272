import { createHash } from 'node:crypto';
import { type Locale, renderMail } from '@garance/web/view';
import type { PortalTables } from '../portal-store.ts';

/** Somebody to be told. */
export interface Recipient {
  readonly email: string;
  readonly locale: Locale;
}

export interface TransitionMail {
  /** `<object>-<id>-<event>-<n>`: with the recipient it makes the mail's id, so that a repeat is the same mail. */
  readonly idPrefix: string;
  readonly to: Recipient;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly href: string; readonly label: string };
  readonly nowMs: number;
}

const footers: Readonly<Record<Locale, string>> = {
  fr: 'Vous recevez ce message parce que vous êtes lié à ce service dans l’espace partenaires.',
  en: 'You receive this message because you are linked to this service in the partner space.',
};

/** Queues one mail inside the transaction that causes it. */
export async function enqueueMail(
  tables: Pick<PortalTables, 'outbox'>,
  { idPrefix, to, subject, paragraphs, link, nowMs }: TransitionMail,
): Promise<void> {
  const { html, text } = renderMail({
    locale: to.locale,
    title: subject,
    paragraphs,
    footer: footers[to.locale],
    ...(link !== undefined && { link }),
  });
  // Ids are seen in logs: the address is in it only as a hash.
  const recipient = createHash('sha256').update(to.email.toLowerCase()).digest('hex').slice(0, 16);
  await tables.outbox.enqueue({
    id: `${idPrefix}-${recipient}`,
    to: to.email,
    subject,
    text,
    html,
    expiresAtMs: nowMs + 24 * 3600 * 1000,
  });
}
