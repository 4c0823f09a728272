import type { Localized } from '@garance/core';
import type { ComponentChildren } from 'preact';

export type Locale = keyof Localized;

/** Properties of the request that every page needs. */
export interface PageContext {
  readonly locale: Locale;
  /** Path of the page, for the language links. */
  readonly path: string;
  /** CSRF token of the sign-out form; present when a person is signed in. */
  readonly signOutToken?: string;
}

interface PageProps {
  readonly context: PageContext;
  readonly title: string;
  readonly children: ComponentChildren;
}

const texts = {
  fr: {
    site: 'Ville de Montfleury',
    tagline: 'Vos démarches en ligne',
    skip: 'Aller au contenu',
    band: 'Service de démonstration\u00a0: cette ville et ses habitants sont imaginaires.',
    home: 'Accueil',
    account: 'Mon espace',
    menu: 'Menu principal',
    signOut: 'Se déconnecter',
    languages: 'Langue',
  },
  en: {
    site: 'Town of Montfleury',
    tagline: 'Your council services online',
    skip: 'Skip to content',
    band: 'Demonstration service: this town and its people are fictional.',
    home: 'Home',
    account: 'My space',
    menu: 'Main menu',
    signOut: 'Sign out',
    languages: 'Language',
  },
} as const;

/** The frame of every page; different from a hub's on purpose, because it is another organisation's site. */
export function Page({ context, title, children }: PageProps) {
  const t = texts[context.locale];
  return (
    <html lang={context.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – ${t.site}`}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <a class="skip" href="#content">
          {t.skip}
        </a>
        <Header context={context} />
        <main id="content" tabindex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
        <footer>
          <p>{t.band}</p>
        </footer>
      </body>
    </html>
  );
}

function Header({ context }: { readonly context: PageContext }) {
  const t = texts[context.locale];
  return (
    <header>
      <div class="bar">
        <p class="site">
          <a href="/">{t.site}</a>
          <span>{t.tagline}</span>
        </p>
        <nav aria-label={t.menu}>
          <ul>
            <li>
              <a href="/">{t.home}</a>
            </li>
            <li>
              <a href="/account">{t.account}</a>
            </li>
          </ul>
        </nav>
        <LanguageLinks context={context} />
        {context.signOutToken === undefined ? null : (
          <form method="post" action="/sign-out">
            <input type="hidden" name="csrf_token" value={context.signOutToken} />
            <button type="submit" class="quiet">
              {t.signOut}
            </button>
          </form>
        )}
      </div>
    </header>
  );
}

function LanguageLinks({ context }: { readonly context: PageContext }) {
  const other = context.locale === 'fr' ? 'en' : 'fr';
  return (
    <nav aria-label={texts[context.locale].languages}>
      <a href={`${context.path}?lang=${other}`} lang={other} hreflang={other}>
        {other === 'fr' ? 'Français' : 'English'}
      </a>
    </nav>
  );
}
