import type { Locale } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { DemoProviderProfile } from '../demo-provider.ts';
import { providerMessages } from './messages.ts';

export interface ShellProps {
  readonly profile: DemoProviderProfile;
  readonly locale: Locale;
  readonly title: string;
  /** Address of the same page in the other language. */
  readonly otherLanguageHref?: string;
  readonly children: ComponentChildren;
}

/** The frame of every page of a provider: different from Garance's on purpose, because it is another site. */
export function Shell({ profile, locale, title, otherLanguageHref, children }: ShellProps) {
  const messages = providerMessages[locale];
  const name = profile.name[locale];
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – ${name}`}</title>
        <link rel="stylesheet" href={`/${profile.id}/provider.css`} />
        <link rel="icon" type="image/svg+xml" href={`/${profile.id}/logo.svg`} />
      </head>
      <body>
        <a class="skip" href="#content">
          {messages.skip}
        </a>
        <header>
          <div class="bar">
            <span class="name">
              <img src={`/${profile.id}/logo.svg`} alt="" width="40" height="40" />
              {name}
            </span>
            {otherLanguageHref === undefined ? null : (
              <a href={otherLanguageHref} lang={locale === 'fr' ? 'en' : 'fr'}>
                {messages.otherLanguage}
              </a>
            )}
          </div>
          <p class="band">{messages.band}</p>
        </header>
        <main id="content">{children}</main>
      </body>
    </html>
  );
}
