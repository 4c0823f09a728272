import type { Mail } from '@garance/store';
import { createMessages, type Locale, renderMail } from '@garance/web/view';

export interface Letter {
  /** Of the event, so that a repeat is one mail. */
  readonly id: string;
  readonly to: string;
  readonly locale: Locale;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly href: string; readonly label: string };
  /** Epoch milliseconds after which nobody should receive it any more. */
  readonly expiresAtMs: number;
}

const messages = createMessages({
  fr: {
    footer:
      'Vous recevez ce message parce que votre adresse est utilisée dans l’espace partenaires de Garance. Nous ne demandons jamais de code par téléphone ni par courriel.',
  },
  en: {
    footer:
      'You receive this message because your address is used in the Garance partner space. We never ask for a code by phone or mail.',
  },
});

/** A mail of the account stage, ready for the outbox. */
export function writeLetter({ id, to, locale, title, paragraphs, link, expiresAtMs }: Letter): Mail {
  const { html, text } = renderMail({
    locale,
    title,
    paragraphs,
    footer: messages(locale).footer,
    ...(link !== undefined && { link }),
  });
  return { id, to, subject: title, html, text, expiresAtMs };
}
