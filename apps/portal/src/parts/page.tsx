import { Notice } from '@garance/web/view';
import { PortalLayout, type PortalLayoutProps } from './layout.tsx';

interface PageProps extends PortalLayoutProps {
  /** What has just succeeded. */
  readonly done?: string | undefined;
}

/** A page that begins with its title, below what was wrong or has just succeeded. */
export function PortalPage({ done, children, ...page }: PageProps) {
  return (
    <PortalLayout {...page}>
      {done !== undefined && <Notice tone="success" title={done} />}
      <h1 class="govuk-heading-l">{page.title}</h1>
      {children}
    </PortalLayout>
  );
}
