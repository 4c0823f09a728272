import { Notice } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import { PortalLayout } from '../../parts/layout.tsx';
import { queryText } from '../../parts/query-text.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import { adminDones, adminTexts } from './texts.ts';

interface AdminPageProps {
  readonly visit: RequestContext;
  /** Of this page, where a form was refused under another one. */
  readonly path?: string;
  readonly title: string;
  readonly backHref?: string;
  readonly hasErrors?: boolean;
  readonly children: ComponentChildren;
}

/** Page of administration: heading, back link, success banner. */
export function AdminPage({
  visit,
  path,
  title,
  backHref = '/administration',
  hasErrors,
  children,
}: AdminPageProps) {
  const doneParam = queryText(visit, 'done');
  const done = adminDones.find((value) => value === doneParam);
  const context = path === undefined ? visit.context : { ...visit.context, path };
  return (
    <PortalLayout
      context={context}
      title={title}
      width="wide"
      backHref={backHref}
      {...(hasErrors !== undefined && { hasErrors })}
    >
      {done !== undefined && <Notice tone="success" title={adminTexts(visit.locale).done[done]} />}
      {children}
    </PortalLayout>
  );
}
