import { Button, Checkbox, TextField } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { FieldErrors } from '../../../objects/form.ts';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import type { Visit } from '../../../parts/visit.ts';
import { AdminPage } from '../page.tsx';
import { partnerTexts } from './texts.ts';

interface ActPageProps {
  readonly visit: Visit;
  /** Of this page, and where its form goes. */
  readonly path: string;
  readonly backHref: string;
  readonly title: string;
  /** What the act does. */
  readonly lines: readonly string[];
  readonly submit: string;
  readonly csrf: string;
  readonly reason: string;
  readonly errors: FieldErrors;
  /** Whether the people concerned read the reason. */
  readonly isTold?: boolean;
  /** There is no way back: it is confirmed. */
  readonly isFinal?: boolean;
  readonly tone?: 'primary' | 'warning';
  /** Further fields, above the reason. */
  readonly children?: ComponentChildren;
}

/** One act of an operator: what it does, why it is done. */
export function ActPage(props: ActPageProps) {
  const { visit, path, backHref, title, lines, submit, csrf, reason, errors, children } = props;
  const texts = partnerTexts(visit.locale);
  return (
    <AdminPage visit={visit} path={path} title={title} backHref={backHref} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <ul class="govuk-list govuk-list--bullet">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <form method="post" action={path} novalidate>
        <HiddenFields csrf={csrf} />
        {children}
        <TextField
          id="reason"
          name="reason"
          label={texts.reason}
          hint={props.isTold === false ? texts.reasonKept : texts.reasonTold}
          rows={3}
          maxLength={2000}
          value={reason}
          error={errors.reason}
        />
        {props.isFinal === true && (
          <Checkbox id="confirm" name="confirm" label={texts.confirm} error={errors.confirm} />
        )}
        <Button variant={props.tone ?? 'primary'}>{submit}</Button>
      </form>
    </AdminPage>
  );
}
