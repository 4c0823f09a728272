import type { ComponentChildren } from 'preact';
import { FieldGroup, type FieldProps } from './field-parts.tsx';

export interface CheckboxOption {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
}

export interface CheckboxGroupProps extends FieldProps {
  /** The question. */
  readonly legend: ComponentChildren;
  readonly options: readonly CheckboxOption[];
  /** The ticked options. */
  readonly values: readonly string[];
}

/** Several choices among several. The first box has the group's id, so that an error summary can link to it. */
export function CheckboxGroup({ id, name, legend, options, values, hint, error }: CheckboxGroupProps) {
  return (
    <FieldGroup id={id} legend={legend} hint={hint} error={error}>
      <div class="govuk-checkboxes">
        {options.map((option, index) => (
          <Box
            key={option.value}
            id={index === 0 ? id : `${id}-${index + 1}`}
            name={name}
            option={option}
            checked={values.includes(option.value)}
          />
        ))}
      </div>
    </FieldGroup>
  );
}

interface BoxProps {
  readonly id: string;
  readonly name: string;
  readonly option: CheckboxOption;
  readonly checked: boolean;
}

function Box({ id, name, option: { value, label, hint }, checked }: BoxProps) {
  const hintId = hint === undefined ? undefined : `${id}-item-hint`;
  return (
    <div class="govuk-checkboxes__item">
      <input
        class="govuk-checkboxes__input"
        type="checkbox"
        id={id}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={hintId}
      />
      <label class="govuk-label govuk-checkboxes__label" for={id}>
        {label}
      </label>
      {hint !== undefined && (
        <div id={hintId} class="govuk-hint govuk-checkboxes__hint">
          {hint}
        </div>
      )}
    </div>
  );
}
