import { Layout, type Locale } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import { mailboxMessages } from '../mailbox-messages.ts';

interface MailboxLayoutProps {
  readonly locale: Locale;
  readonly title: string;
  /** Path of this page, with its query if any. */
  readonly path: string;
  readonly backHref?: string;
  readonly children: ComponentChildren;
}

/** The frame of every page of the mailbox. */
export function MailboxLayout({ locale, title, path, backHref, children }: MailboxLayoutProps) {
  const { brand, tagline, back } = mailboxMessages(locale);
  const separator = path.includes('?') ? '&' : '?';
  return (
    <Layout
      title={title}
      locale={locale}
      band="demonstration"
      brand={{ name: brand, tone: 'neutral', homeHref: '/', tagline }}
      languageHrefs={{ fr: `${path}${separator}lang=fr`, en: `${path}${separator}lang=en` }}
      width="wide"
      backHref={backHref}
      backLabel={back}
    >
      {children}
    </Layout>
  );
}
