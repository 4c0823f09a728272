import type { ComponentChildren } from 'preact';
import { useLocale } from '../locale-context.ts';
import { createMessages } from '../messages.ts';

const messages = createMessages({ fr: { error: 'Erreur : ' }, en: { error: 'Error: ' } });

/** Properties common to all field components. */
export interface FieldProps {
  /** Unique on the page; the ids of hint and error derive from it, and error summaries link to it. */
  readonly id: string;
  readonly name: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
}

/** The hint of a field; its id is `{id}-hint`. */
export function Hint({ id, children }: { readonly id: string; readonly children: ComponentChildren }) {
  return children === undefined ? null : (
    <div id={`${id}-hint`} class="govuk-hint">
      {children}
    </div>
  );
}

/** The error of a field; its id is `{id}-error`. */
export function ErrorMessage({
  id,
  children,
}: {
  readonly id: string;
  readonly children: string | undefined;
}) {
  const { error } = messages(useLocale());
  return children === undefined ? null : (
    <p id={`${id}-error`} class="govuk-error-message">
      <span class="govuk-visually-hidden">{error}</span>
      {children}
    </p>
  );
}

/** Value of `aria-describedby`: the ids of hint and error, as far as present. */
export function describedBy({
  id,
  hint,
  error,
}: Pick<FieldProps, 'id' | 'hint' | 'error'>): string | undefined {
  const ids = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`];
  return ids.filter(Boolean).join(' ') || undefined;
}

interface LabelledFieldProps extends Pick<FieldProps, 'id' | 'hint' | 'error'> {
  readonly label: ComponentChildren;
  /** The control, with this `id` and described by hint and error. */
  readonly children: ComponentChildren;
}

/** Label, hint and error above one control. */
export function LabelledField({ id, label, hint, error, children }: LabelledFieldProps) {
  return (
    <FormGroup error={error}>
      <label class="govuk-label" for={id}>
        {label}
      </label>
      <Hint id={id}>{hint}</Hint>
      <ErrorMessage id={id}>{error}</ErrorMessage>
      {children}
    </FormGroup>
  );
}

export function FormGroup({
  error,
  children,
}: {
  readonly error: string | undefined;
  readonly children: ComponentChildren;
}) {
  const className = error === undefined ? 'govuk-form-group' : 'govuk-form-group govuk-form-group--error';
  return <div class={className}>{children}</div>;
}

export interface FieldGroupProps extends Omit<FieldProps, 'name'> {
  /** The question. */
  readonly legend: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Fields that answer one question. A field inside has the id, so that an error summary can link to it. */
export function FieldGroup({ id, legend, hint, error, children }: FieldGroupProps) {
  return (
    <FormGroup error={error}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy({ id, hint, error })}>
        <legend class="govuk-fieldset__legend">{legend}</legend>
        <Hint id={id}>{hint}</Hint>
        <ErrorMessage id={id}>{error}</ErrorMessage>
        {children}
      </fieldset>
    </FormGroup>
  );
}
