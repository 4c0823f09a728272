import type { ComponentChildren } from 'preact';
import { FieldGroup, type FieldProps } from './field-parts.tsx';

export interface RadioOption {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
}

export interface RadioGroupProps extends FieldProps {
  /** The question. */
  readonly legend: ComponentChildren;
  readonly options: readonly RadioOption[];
  /** The chosen option, if any. */
  readonly value?: string | undefined;
}

/** One choice among several. The first radio has the group's id, so that an error summary can link to it. */
export function RadioGroup({ id, name, legend, options, value, hint, error }: RadioGroupProps) {
  return (
    <FieldGroup id={id} legend={legend} hint={hint} error={error}>
      <div class="govuk-radios">
        {options.map((option, index) => (
          <Radio
            key={option.value}
            id={index === 0 ? id : `${id}-${index + 1}`}
            name={name}
            option={option}
            checked={option.value === value}
          />
        ))}
      </div>
    </FieldGroup>
  );
}

interface RadioProps {
  readonly id: string;
  readonly name: string;
  readonly option: RadioOption;
  readonly checked: boolean;
}

function Radio({ id, name, option, checked }: RadioProps) {
  const hintId = option.hint === undefined ? undefined : `${id}-item-hint`;
  return (
    <div class="govuk-radios__item">
      <input
        class="govuk-radios__input"
        type="radio"
        id={id}
        name={name}
        value={option.value}
        checked={checked}
        aria-describedby={hintId}
      />
      <label class="govuk-label govuk-radios__label" for={id}>
        {option.label}
      </label>
      {option.hint !== undefined && (
        <div id={hintId} class="govuk-hint govuk-radios__hint">
          {option.hint}
        </div>
      )}
    </div>
  );
}
