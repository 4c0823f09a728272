import type { ComponentChildren } from 'preact';
import { describedBy, type FieldProps, LabelledField } from './field-parts.tsx';

export interface SelectProps extends FieldProps {
  readonly label: ComponentChildren;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value?: string | undefined;
}

/** One choice among many, where radios would take too much space. */
export function Select({ id, name, label, options, value, hint, error }: SelectProps) {
  return (
    <LabelledField {...{ id, label, hint, error }}>
      <select
        class={error === undefined ? 'govuk-select' : 'govuk-select govuk-select--error'}
        id={id}
        name={name}
        aria-describedby={describedBy({ id, hint, error })}
        aria-invalid={error === undefined ? undefined : true}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </LabelledField>
  );
}
