import { ErrorSummary } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { FieldErrors } from '../../objects/form.ts';

/** A form of ours, with its token. */
export function PortalForm({
  action,
  csrf,
  children,
}: {
  readonly action: string;
  readonly csrf: string;
  readonly children: ComponentChildren;
}) {
  return (
    <form method="post" action={action} novalidate>
      <input type="hidden" name="csrf" value={csrf} />
      {children}
    </form>
  );
}

/** What is wrong, above everything; the fields' ids are their names. */
export function Errors({ errors }: { readonly errors: FieldErrors }) {
  const all = Object.entries(errors);
  if (all.length === 0) return null;
  return <ErrorSummary errors={all.map(([field, text]) => ({ text, href: `#${field}` }))} />;
}

interface ChoicesProps {
  readonly name: string;
  readonly legend: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
    readonly disabled?: boolean;
  }[];
  readonly chosen: readonly string[];
}

/** Several answers of several. The first box carries the group's id, for the error summary. */
export function Choices({ name, legend, hint, error, options, chosen }: ChoicesProps) {
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <div class={`govuk-form-group${error === undefined ? '' : ' govuk-form-group--error'}`}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy || undefined}>
        <legend class="govuk-fieldset__legend">{legend}</legend>
        {hint !== undefined && (
          <div id={`${name}-hint`} class="govuk-hint">
            {hint}
          </div>
        )}
        {error !== undefined && (
          <p id={`${name}-error`} class="govuk-error-message">
            {error}
          </p>
        )}
        <div class="govuk-checkboxes">
          {options.map((option, index) => (
            <div class="govuk-checkboxes__item" key={option.value}>
              <input
                class="govuk-checkboxes__input"
                type="checkbox"
                id={index === 0 ? name : `${name}-${option.value}`}
                name={name}
                value={option.value}
                checked={chosen.includes(option.value)}
              />
              <label
                class="govuk-label govuk-checkboxes__label"
                for={index === 0 ? name : `${name}-${option.value}`}
              >
                {option.label}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
