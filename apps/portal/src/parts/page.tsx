import { Notice } from '@garance/web/view';
import { PortalLayout, type PortalLayoutProps } from './layout.tsx';

interface PageProps extends PortalLayoutProps {
  /** What has just succeeded. */
  readonly done?: string | undefined;
}

/** A page with its title, below an error summary or a success notice. */
export function PortalPage({ done, children, ...page }: PageProps) {
  return (
    <PortalLayout {...page}>
      {done !== undefined && <Notice tone="success" title={done} />}
      <h1 class="govuk-heading-l">{page.title}</h1>
      {children}
    </PortalLayout>
  );
}
