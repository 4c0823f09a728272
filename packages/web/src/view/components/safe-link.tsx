import type { ComponentChildren } from 'preact';
import { safeHref } from '../safe-href.ts';

export interface SafeLinkProps {
  readonly href: string | undefined;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly id?: string | undefined;
  /** Language of the linked page. */
  readonly hreflang?: string;
  /** Language of the link text. */
  readonly lang?: string;
}

/** A link, or its text alone when the address is unsafe. Every `href` in a page is rendered by this component. */
export function SafeLink({ href, children, class: className = 'govuk-link', ...rest }: SafeLinkProps) {
  const safe = safeHref(href);
  if (safe === undefined) return <span>{children}</span>;
  return (
    <a href={safe} class={className} {...rest}>
      {children}
    </a>
  );
}
