import { type BandKind, createMessages, Layout, type Locale } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { Actor } from '../objects/account/actor.ts';
import type { FieldErrors } from '../objects/form.ts';
import { mayDo } from '../objects/lifecycle/rights.ts';
import { FormErrors, HiddenFields, hasErrors } from './form/form-parts.tsx';

/** Props common to every page of the partner space. */
export interface PortalPageContext {
  readonly locale: Locale;
  /** Environment shown in a band; absent in production. */
  readonly band?: BandKind | undefined;
  /** Absent on public pages. */
  readonly actor?: Actor;
  /** Path of this page, with the query it needs, for the language switch and the marked entry of the menu. */
  readonly path: string;
  /** CSRF token of the sign-out form. */
  readonly signOutToken?: string;
}

export interface PortalLayoutProps {
  readonly context: PortalPageContext;
  readonly title: string;
  readonly backHref?: string;
  readonly width?: 'column' | 'wide';
  /** Errors of the page's forms: listed first, and mentioned in the title (WCAG 2.2, 3.3.1). */
  readonly errors?: FieldErrors | undefined;
  /** The page shows work in progress and reloads itself. */
  readonly refreshSeconds?: number;
  readonly children: ComponentChildren;
}

const messages = createMessages({
  fr: {
    name: 'Garance partenaires',
    menu: 'Menu de l’espace partenaires',
    services: 'Mes services',
    sandbox: 'Bac à sable',
    support: 'Aide',
    requests: 'Demandes',
    qualifications: 'Qualifications',
    threads: 'Messages',
    administration: 'Administration',
    account: 'Mon compte',
    signIn: 'Se connecter',
    signOut: 'Se déconnecter',
    status: 'État du service',
  },
  en: {
    name: 'Garance partners',
    menu: 'Partner space menu',
    services: 'My services',
    sandbox: 'Sandbox',
    support: 'Help',
    requests: 'Requests',
    qualifications: 'Qualifications',
    threads: 'Messages',
    administration: 'Administration',
    account: 'My account',
    signIn: 'Sign in',
    signOut: 'Sign out',
    status: 'Service status',
  },
});

type Texts = ReturnType<typeof messages>;

/** A page of the partner space: menu by role, language switch, sign-out. */
export function PortalLayout(props: PortalLayoutProps) {
  const { context, title, backHref, width, errors, refreshSeconds, children } = props;
  const { locale, path } = context;
  const texts = messages(locale);
  return (
    <Layout
      locale={locale}
      title={title}
      brand={{ name: texts.name, tone: 'standard', homeHref: '/' }}
      band={context.band}
      backHref={backHref}
      languageHrefs={{ fr: inLanguage(path, 'fr'), en: inLanguage(path, 'en') }}
      footerLinks={[{ href: '/status', label: texts.status }]}
      {...(width !== undefined && { width })}
      hasErrors={hasErrors(errors)}
      {...(refreshSeconds !== undefined && { refreshSeconds })}
    >
      <Menu context={context} texts={texts} />
      <FormErrors errors={errors} />
      {children}
    </Layout>
  );
}

/** The path may carry a query that the page also needs in the other language. */
function inLanguage(path: string, lang: Locale): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`;
}

function Menu({ context, texts }: { readonly context: PortalPageContext; readonly texts: Texts }) {
  const { actor, path, signOutToken } = context;
  return (
    <nav class="garance-menu" aria-label={texts.menu}>
      <ul>
        {entries(actor, texts).map(([href, label]) => (
          <li key={href}>
            <a href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
        {actor !== undefined && signOutToken !== undefined && (
          <li>
            <form method="post" action="/sign-out">
              <HiddenFields csrf={signOutToken} />
              <button type="submit" class="garance-button-quiet">
                {texts.signOut}
              </button>
            </form>
          </li>
        )}
      </ul>
    </nav>
  );
}

function entries(actor: Actor | undefined, texts: Texts): readonly (readonly [string, string])[] {
  if (actor === undefined) return [['/sign-in', texts.signIn]];
  const { platformRoles, memberships } = actor;
  const staff = platformRoles.length > 0;
  return [
    ...(memberships.length > 0 || !staff
      ? [
          ['/services', texts.services] as const,
          ['/sandbox', texts.sandbox] as const,
          ['/support', texts.support] as const,
        ]
      : []),
    ...(staff ? [['/review', texts.requests] as const] : []),
    ...(staff ? [['/qualifications', texts.qualifications] as const] : []),
    ...(mayDo('thread.view', platformRoles) ? [['/threads', texts.threads] as const] : []),
    ...(platformRoles.includes('operator') ? [['/administration', texts.administration] as const] : []),
    ['/account', texts.account],
  ];
}
