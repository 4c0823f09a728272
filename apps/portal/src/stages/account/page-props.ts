import type { FieldErrors } from '../../objects/form.ts';
import type { PortalPageContext } from '../../parts/layout.tsx';
import type { RequestContext } from '../../parts/request-context.ts';
import { withNext } from './next.ts';

/** Props of a page with a form in this stage. */
export interface FormPageProps {
  readonly context: PortalPageContext;
  /** CSRF token of the form. */
  readonly csrf: string;
  readonly next: string;
  /** Typed values by field. */
  readonly values?: Readonly<Record<string, string>>;
  readonly errors?: FieldErrors;
}

/** The context of a page that carries a `next`: the language switch keeps it. */
export function contextWithNext(
  visit: RequestContext,
  next: string,
  path = visit.context.path,
): RequestContext['context'] {
  return { ...visit.context, path: withNext(path, next) };
}
