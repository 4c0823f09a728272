import { ErrorSummary, TextField } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';

/** Fields of every form: what makes it ours, and where it leads. */
export function HiddenFields({ csrf, next }: { readonly csrf: string; readonly next?: string }) {
  return (
    <>
      <input type="hidden" name="csrf" value={csrf} />
      {next !== undefined && next !== '/' && <input type="hidden" name="next" value={next} />}
    </>
  );
}

/** The summary above a refused form; field ids are the fields' names. */
export function FormErrors({ errors }: { readonly errors: FieldErrors | undefined }) {
  const all = Object.entries(errors ?? {});
  if (all.length === 0) return null;
  return <ErrorSummary errors={all.map(([field, text]) => ({ text, href: `#${field}` }))} />;
}

/** For the page title, which says so first (WCAG 2.2, 3.3.1). */
export function hasErrors(errors: FieldErrors | undefined): boolean {
  return errors !== undefined && Object.keys(errors).length > 0;
}

interface CodeFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
}

/** A code from a mail or an app, offered by the browser where it can read it. */
export function CodeField({ label, hint, error }: CodeFieldProps) {
  return (
    <TextField
      id="code"
      name="code"
      label={label}
      {...(hint !== undefined && { hint })}
      autoComplete="one-time-code"
      inputMode="numeric"
      spellCheck={false}
      maxLength={12}
      width={10}
      error={error}
    />
  );
}
