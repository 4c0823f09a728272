import { ErrorSummary } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { FieldErrors } from '../../objects/form.ts';

/** CSRF token of the form, and the page to return to. */
export function HiddenFields({ csrf, next }: { readonly csrf: string; readonly next?: string }) {
  return (
    <>
      <input type="hidden" name="csrf" value={csrf} />
      {next !== undefined && next !== '/' && <input type="hidden" name="next" value={next} />}
    </>
  );
}

interface PortalFormProps {
  /** Path that the form is sent to. */
  readonly action: string;
  readonly csrf: string;
  readonly next?: string;
  /** Whether the browser may offer earlier input. */
  readonly autoComplete?: 'off';
  readonly children: ComponentChildren;
}

/** `novalidate`: the server validates every form, and its messages are in the language of the page. */
export function PortalForm({ action, csrf, next, autoComplete, children }: PortalFormProps) {
  return (
    <form method="post" action={action} novalidate autocomplete={autoComplete}>
      <HiddenFields csrf={csrf} {...(next !== undefined && { next })} />
      {children}
    </form>
  );
}

/** The summary above a refused form; field ids are the fields' names. */
export function FormErrors({ errors }: { readonly errors: FieldErrors | undefined }) {
  const all = Object.entries(errors ?? {});
  if (all.length === 0) return null;
  return <ErrorSummary errors={all.map(([field, text]) => ({ text, href: `#${field}` }))} />;
}

/** For the page title, which starts with it (WCAG 2.2, 3.3.1). */
export function hasErrors(errors: FieldErrors | undefined): boolean {
  return errors !== undefined && Object.keys(errors).length > 0;
}

/** RFC 9110 §15.5.21: the form is well formed and its content is refused. A malformed request is 400. */
export const refusedStatus = 422;

/** Status of a page with a form. `wrong` is an error, errors by field, or a list of them. */
export function formStatus(wrong: object | string | undefined): 200 | typeof refusedStatus {
  return wrong === undefined || Object.keys(wrong).length === 0 ? 200 : refusedStatus;
}
