import type { ComponentChildren } from 'preact';
import type { FieldErrors } from '../../objects/form.ts';
import { PortalPage } from '../../parts/page.tsx';
import { queryText } from '../../parts/query-text.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import { adminDones, adminTexts } from './texts.ts';

interface AdminPageProps {
  readonly visit: RequestContext;
  /** Path of this page when a refused form is shown under another path. */
  readonly path?: string;
  readonly title: string;
  readonly backHref?: string;
  readonly errors?: FieldErrors | undefined;
  /** What has just succeeded, where it is not one of `adminTexts`. */
  readonly done?: string | undefined;
  readonly children: ComponentChildren;
}

/** Page of administration: heading, back link, success banner. */
export function AdminPage({
  visit,
  path,
  title,
  backHref = '/administration',
  errors,
  done,
  children,
}: AdminPageProps) {
  const doneParam = queryText(visit, 'done');
  const known = adminDones.find((value) => value === doneParam);
  const context = path === undefined ? visit.context : { ...visit.context, path };
  return (
    <PortalPage
      context={context}
      title={title}
      width="wide"
      backHref={backHref}
      errors={errors}
      done={done ?? (known && adminTexts(visit.locale).done[known])}
    >
      {children}
    </PortalPage>
  );
}
