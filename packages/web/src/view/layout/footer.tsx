import type { Brand } from '../brand.ts';
import { SafeLink } from '../components/safe-link.tsx';
import { useLocale } from '../locale-context.ts';
import { layoutMessages } from './messages.ts';

export interface FooterLink {
  readonly href: string;
  readonly label: string;
}

/** Targets of the standard links in the footer; the layout provides the labels. */
export interface SiteLinks {
  readonly help: string;
  /** May be `mailto:`. */
  readonly contact: string;
  readonly legalNotice: string;
  readonly accessibility: string;
}

/** In display order. */
const siteLinkNames = ['help', 'contact', 'legalNotice', 'accessibility'] as const;

export interface FooterProps {
  readonly brand: Brand;
  readonly width: 'column' | 'wide';
  readonly siteLinks: SiteLinks | undefined;
  /** Shown after `siteLinks`. */
  readonly links: readonly FooterLink[];
}

/** The page footer: the standard links of the site, then the further links. */
export function Footer({ brand, width, siteLinks, links }: FooterProps) {
  const texts = layoutMessages(useLocale());
  const all = [
    ...(siteLinks === undefined
      ? []
      : siteLinkNames.map((name) => ({ href: siteLinks[name], label: texts.site[name] }))),
    ...links,
  ];
  return (
    <footer class="garance-footer">
      <div class={`govuk-width-container garance-width-${width}`}>
        {all.length > 0 && (
          <nav aria-label={texts.siteRegion}>
            <ul class="garance-footer__links">
              {all.map(({ href, label }) => (
                <li key={label}>
                  <SafeLink href={href}>{label}</SafeLink>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <p class="garance-footer__text">
          <strong>{brand.name}</strong>
          {brand.tone !== 'neutral' && <> · {texts.footer}</>}
        </p>
      </div>
    </footer>
  );
}
