import type { ComponentChildren } from 'preact';
import { describedBy, ErrorMessage, type FieldProps, FormGroup, Hint } from './field-parts.tsx';

export interface CheckboxProps extends FieldProps {
  readonly label: ComponentChildren;
  /** Value sent when ticked; default `yes`. */
  readonly value?: string;
  readonly checked?: boolean;
}

/** One checkbox. The server checks that it was ticked: a `required` attribute could be bypassed. */
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
