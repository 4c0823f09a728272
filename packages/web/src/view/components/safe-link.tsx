import type { ComponentChildren } from 'preact';
import { safeHref } from '../safe-href.ts';

export interface SafeLinkProps {
  readonly href: string | undefined;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly id?: string | undefined;
  /** Of the page that the link leads to. */
  readonly hreflang?: string;
  /** Of the link's own text. */
  readonly lang?: string;
}

/** A link, or its bare text when the address is not safe to follow: every `href` of a page goes through here. */
export function SafeLink({ href, children, class: className = 'govuk-link', ...rest }: SafeLinkProps) {
  const safe = safeHref(href);
  if (safe === undefined) return <span>{children}</span>;
  return (
    <a href={safe} class={className} {...rest}>
      {children}
    </a>
  );
}
