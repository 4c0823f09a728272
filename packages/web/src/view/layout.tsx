import type { Platform } from '@garance/core';
import type { ComponentChildren } from 'preact';
import { type Brand, platformBrand } from './brand.ts';
import { documentHead } from './document-head.ts';
import type { BandKind } from './layout/band.tsx';
import { Footer, type FooterLink, type SiteLinks } from './layout/footer.tsx';
import { Header } from './layout/header.tsx';
import { layoutMessages } from './layout/messages.ts';
import type { Locale } from './locale.ts';
import { LocaleContext } from './locale-context.ts';
import { safeHref } from './safe-href.ts';

export interface LayoutProps {
  /** Purpose of the page; the platform's name is appended. */
  readonly title: string;
  readonly locale: Locale;
  /** The band at the top that names the environment; absent in production only. */
  readonly band?: BandKind | undefined;
  /** Sets name and tone; `brand` takes precedence. Without both: Garance, standard. */
  readonly platform?: Platform | undefined;
  /** The operator's own name for the platform. */
  readonly platformName?: string | undefined;
  readonly brand?: Brand | undefined;
  /** The service to which the citizen signs in: shown on every page of a login. */
  readonly serviceName?: string | undefined;
  /** Target of the back link; left out when unsafe. */
  readonly backHref?: string | undefined;
  /** Text of the back link; default "Retour à …" with the service, else "Retour". */
  readonly backLabel?: string | undefined;
  /** Address of the same page in each language. */
  readonly languageHrefs?: Readonly<Record<Locale, string>> | undefined;
  /** Help, contact, legal notice and accessibility, for the page's language. */
  readonly siteLinks?: ((locale: Locale) => SiteLinks) | undefined;
  readonly footerLinks?: readonly FooterLink[] | undefined;
  /** `wide` for tables; one readable column otherwise. */
  readonly width?: 'column' | 'wide' | undefined;
  /** Adds "Erreur :" to the title when the form was refused (WCAG). */
  readonly hasErrors?: boolean | undefined;
  /** Interval in seconds at which the page reloads when no script runs, while it shows work in progress. */
  readonly refreshSeconds?: number | undefined;
  readonly children: ComponentChildren;
}

/** A page: head, skip link, band, header, one column, footer. */
export function Layout(props: LayoutProps) {
  const { locale, width = 'column' } = props;
  const brand = props.brand ?? platformBrand(props.platform ?? 'standard', props.platformName);
  const texts = layoutMessages(locale);
  const title = `${props.hasErrors ? texts.errorPrefix : ''}${props.title} – ${brand.name}`;
  return (
    <LocaleContext.Provider value={locale}>
      <html lang={locale} class="govuk-template" data-tone={brand.tone}>
        {/* documentHead escapes its input */}
        <head dangerouslySetInnerHTML={{ __html: documentHead(title, props.refreshSeconds) }} />
        <body class="govuk-template__body">
          <a href="#main" class="govuk-skip-link">
            {texts.skip}
          </a>
          <Header brand={brand} band={props.band} languageHrefs={props.languageHrefs} />
          <div class={`govuk-width-container garance-width-${width}`}>
            <BackLink {...props} />
            <main id="main" class="govuk-main-wrapper" tabindex={-1}>
              {props.serviceName !== undefined && (
                <p class="garance-service">
                  {texts.service} <strong>{props.serviceName}</strong>
                </p>
              )}
              {props.children}
            </main>
          </div>
          <Footer
            brand={brand}
            width={width}
            siteLinks={props.siteLinks?.(locale)}
            links={props.footerLinks ?? []}
          />
        </body>
      </html>
    </LocaleContext.Provider>
  );
}

function BackLink({ locale, backHref, backLabel, serviceName }: LayoutProps) {
  const href = safeHref(backHref);
  if (href === undefined) return null;
  const { back, backTo, backRegion } = layoutMessages(locale);
  return (
    <nav aria-label={backRegion}>
      <a href={href} class="govuk-back-link">
        {backLabel ?? (serviceName === undefined ? back : backTo(serviceName))}
      </a>
    </nav>
  );
}
