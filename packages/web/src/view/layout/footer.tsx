import type { Brand } from '../brand.ts';
import { SafeLink } from '../components/safe-link.tsx';
import { useLocale } from '../locale-context.ts';
import { layoutMessages } from './messages.ts';

export interface FooterLink {
  readonly href: string;
  readonly label: string;
}

export interface FooterProps {
  readonly brand: Brand;
  readonly width: 'column' | 'wide';
  readonly links: readonly FooterLink[];
}

export function Footer({ brand, width, links }: FooterProps) {
  return (
    <footer class="garance-footer">
      <div class={`govuk-width-container garance-width-${width}`}>
        {links.length > 0 && (
          <ul class="garance-footer__links">
            {links.map(({ href, label }) => (
              <li key={href}>
                <SafeLink href={href}>{label}</SafeLink>
              </li>
            ))}
          </ul>
        )}
        <p class="garance-footer__text">
          <strong>{brand.name}</strong>
          {brand.tone !== 'neutral' && <> · {layoutMessages(useLocale()).footer}</>}
        </p>
      </div>
    </footer>
  );
}
