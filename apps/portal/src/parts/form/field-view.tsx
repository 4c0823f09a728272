import { Checkbox, CheckboxGroup, type Locale, RadioGroup, Select, TextField } from '@garance/web/view';
import {
  type ChoiceOption,
  type Field,
  type FormValues,
  listOf,
  type Section,
  textOf,
} from '../../objects/form/field.ts';
import type { FieldErrors } from '../../objects/form.ts';

interface FormState {
  readonly locale: Locale;
  /** The typed values, else the stored ones. */
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

/** Fields under their section headings. */
export function Sections({ sections, ...state }: FormState & { readonly sections: readonly Section[] }) {
  return (
    <>
      {sections.map(({ title, fields }) => (
        <>
          <h2 class="govuk-heading-m">{title[state.locale]}</h2>
          <Fields fields={fields} {...state} />
        </>
      ))}
    </>
  );
}

export function Fields({ fields, ...state }: FormState & { readonly fields: readonly Field[] }) {
  return (
    <>
      {fields.map((field) => (
        <FieldView key={field.name} field={field} {...state} />
      ))}
    </>
  );
}

/** One field, by its kind. Its id is the field's name, which the error summary links to. */
export function FieldView({ field, locale, values, errors }: FormState & { readonly field: Field }) {
  const { name, hint } = field;
  const label = field.label[locale];
  const common = {
    id: name,
    name,
    error: errors[name],
    ...(hint !== undefined && { hint: hint[locale] }),
  };
  const value = textOf(values, name);
  switch (field.kind) {
    case 'choice': {
      if (field.list !== true) {
        const options = optionsOf(field.options, locale);
        return <RadioGroup {...common} legend={label} value={value} options={options} />;
      }
      const options = field.options.map((option) => ({
        value: option.value,
        label: option.label?.[locale] ?? option.value,
      }));
      return <Select {...common} label={label} value={value} options={options} />;
    }
    case 'choices':
      return (
        <CheckboxGroup
          {...common}
          legend={label}
          values={listOf(values, name)}
          options={optionsOf(field.options, locale)}
        />
      );
    case 'tick': {
      const { value: ticked = 'yes' } = field;
      return <Checkbox {...common} label={label} value={ticked} checked={value === ticked} />;
    }
    case 'long-text':
      return <TextField {...common} label={label} rows={field.rows} value={value} {...helpOf(field)} />;
    case 'number':
      return <TextField {...common} label={label} inputMode="numeric" width={10} value={value} />;
    case 'text':
      return <TextField {...common} label={label} {...inputOf(field, value)} {...helpOf(field)} />;
  }
}

function optionsOf(options: readonly ChoiceOption[], locale: Locale) {
  return options.map(({ value, label, hint, lang }) => ({
    value,
    label: lang === undefined ? (label?.[locale] ?? value) : <span lang={lang}>{label?.[locale]}</span>,
    ...(hint !== undefined && { hint: hint[locale] }),
  }));
}

type TextInput = Extract<Field, { kind: 'text' }>;

function inputOf({ type, format, width }: TextInput, value: string) {
  return {
    type: type === 'password' ? 'password' : format === 'email' ? 'email' : 'text',
    // A secret is not sent back to the page.
    value: type === undefined ? value : '',
    ...(type === 'code' && { inputMode: 'numeric' as const }),
    ...(width !== undefined && { width }),
  } as const;
}

/** Fields with a type, a rule or a format have no spell check. */
function helpOf({
  type,
  format,
  rule,
  autoComplete,
}: Pick<TextInput, 'type' | 'format' | 'rule' | 'autoComplete'>) {
  const isProse =
    type === undefined && rule === undefined && (format === undefined || format === 'visible-text');
  return {
    ...(autoComplete !== undefined && { autoComplete }),
    ...(!isProse && { spellCheck: false }),
  };
}
