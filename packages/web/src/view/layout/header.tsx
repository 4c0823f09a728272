import type { Brand } from '../brand.ts';
import { SafeLink } from '../components/safe-link.tsx';
import type { Locale } from '../locale.ts';
import { locales } from '../locale.ts';
import { useLocale } from '../locale-context.ts';
import { Mark } from '../mark.tsx';
import { safeHref } from '../safe-href.ts';
import { Band, type BandKind } from './band.tsx';
import { layoutMessages } from './messages.ts';

const languageNames: Readonly<Record<Locale, string>> = { fr: 'Français', en: 'English' };

function Name({ name }: { readonly name: string }) {
  if (!name.endsWith('+')) return <>{name}</>;
  // The "+" has the accent colour but stays part of the text, for screen readers and copying.
  return (
    <>
      {name.slice(0, -1)}
      <span class="garance-wordmark__plus">+</span>
    </>
  );
}

function Wordmark({ brand }: { readonly brand: Brand }) {
  const content = (
    <>
      {brand.tone !== 'neutral' && <Mark />}
      <span class="garance-wordmark__text">
        <span class="garance-wordmark__name">
          <Name name={brand.name} />
        </span>
        {brand.tagline !== undefined && <span class="garance-wordmark__tagline">{brand.tagline}</span>}
      </span>
    </>
  );
  const href = safeHref(brand.homeHref);
  if (href === undefined) return <span class="garance-wordmark">{content}</span>;
  return (
    <a class="garance-wordmark" href={href}>
      {content}
    </a>
  );
}

export interface HeaderProps {
  readonly brand: Brand;
  readonly band: BandKind | undefined;
  readonly languageHrefs: Readonly<Record<Locale, string>> | undefined;
}

/** The page header: brand, language switch, and the band that names the environment. */
export function Header({ brand, band, languageHrefs }: HeaderProps) {
  return (
    <header>
      <Band kind={band} />
      <div class="garance-header">
        <div class="govuk-width-container garance-header__row">
          <Wordmark brand={brand} />
          {languageHrefs !== undefined && <Languages hrefs={languageHrefs} />}
        </div>
      </div>
    </header>
  );
}

function Languages({ hrefs }: { readonly hrefs: Readonly<Record<Locale, string>> }) {
  const current = useLocale();
  return (
    <nav class="garance-languages" aria-label={layoutMessages(current).languages}>
      <ul class="garance-languages__list">
        {locales.map((locale) => (
          <li key={locale}>
            {locale === current ? (
              <span class="garance-languages__item" aria-current="true" lang={locale}>
                {languageNames[locale]}
              </span>
            ) : (
              <SafeLink class="garance-languages__item" href={hrefs[locale]} hreflang={locale} lang={locale}>
                {languageNames[locale]}
              </SafeLink>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
