import type { ComponentChildren } from 'preact';
import { describedBy, type FieldProps, LabelledField } from './field-parts.tsx';

export interface TextFieldProps extends FieldProps {
  readonly label: ComponentChildren;
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'tel' | 'search';
  readonly value?: string;
  /** Required for fields about the person (WCAG 2.2, 1.3.5). */
  readonly autoComplete?: string;
  readonly inputMode?: 'text' | 'numeric' | 'email' | 'url' | 'tel';
  /** Number of lines; makes the field a text area. */
  readonly rows?: number;
  readonly maxLength?: number;
  /** Expected length in characters: the width of the field. */
  readonly width?: 4 | 10 | 20;
  readonly spellCheck?: boolean;
}

/** A text field with its label, hint and error. */
export function TextField({ label, type = 'text', rows, width, ...field }: TextFieldProps) {
  const { id, hint, error, inputMode, autoComplete, spellCheck, maxLength, ...rest } = field;
  const shared = {
    id,
    name: rest.name,
    autocomplete: autoComplete,
    maxlength: maxLength,
    spellcheck: spellCheck,
    'aria-describedby': describedBy({ id, hint, error }),
    'aria-invalid': error === undefined ? undefined : true,
  } as const;
  const errorClass = (base: string) => (error === undefined ? base : `${base} ${base}--error`);
  const widthClass = width === undefined ? '' : ` govuk-input--width-${width}`;
  return (
    <LabelledField {...{ id, label, hint, error }}>
      {rows === undefined ? (
        <input
          {...shared}
          class={`${errorClass('govuk-input')}${widthClass}`}
          // The JSX types bind each input type to its own properties; the ones used here are common to all types.
          type={type as 'text'}
          inputmode={inputMode}
          value={rest.value}
        />
      ) : (
        <textarea {...shared} class={errorClass('govuk-textarea')} rows={rows}>
          {rest.value}
        </textarea>
      )}
    </LabelledField>
  );
}
