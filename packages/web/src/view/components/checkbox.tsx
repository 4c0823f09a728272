import type { ComponentChildren } from 'preact';
import { describedBy, ErrorMessage, type FieldProps, FormGroup, Hint } from './field-parts.tsx';

export interface CheckboxProps extends FieldProps {
  readonly label: ComponentChildren;
  /** Sent when ticked; `yes` unless told. */
  readonly value?: string;
  readonly checked?: boolean;
}

/** One box to tick. That it was ticked is for the server to check: there is no `required` that a browser could skip. */
export function Checkbox({ id, name, label, value = 'yes', checked, hint, error }: CheckboxProps) {
  return (
    <FormGroup error={error}>
      <ErrorMessage id={id}>{error}</ErrorMessage>
      <div class="govuk-checkboxes">
        <div class="govuk-checkboxes__item">
          <input
            class="govuk-checkboxes__input"
            type="checkbox"
            id={id}
            name={name}
            value={value}
            checked={checked}
            aria-describedby={describedBy({ id, hint, error })}
            aria-invalid={error === undefined ? undefined : true}
          />
          <label class="govuk-label govuk-checkboxes__label" for={id}>
            {label}
          </label>
          <div class="govuk-checkboxes__hint">
            <Hint id={id}>{hint}</Hint>
          </div>
        </div>
      </div>
    </FormGroup>
  );
}
