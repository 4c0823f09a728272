import { FieldGroup, type Locale, Tag } from '@garance/web/view';
import type { Field } from '../../../objects/request/questions/field.ts';
import { pageTexts } from './texts.ts';

interface DocumentsFieldProps {
  readonly field: Extract<Field, { kind: 'files' }>;
  readonly error: string | undefined;
  readonly locale: Locale;
  readonly documents: ReadonlyMap<string, readonly string[]>;
}

/** Documents are added on another page; the button saves the step before opening it. */
export function DocumentsField({ field, error, locale, documents }: DocumentsFieldProps) {
  const texts = pageTexts(locale);
  const { name: id, label, hint } = field;
  const names = [...documents].find(([key]) => key.endsWith(`.${id}`))?.[1] ?? [];
  return (
    <FieldGroup id={id} legend={label[locale]} hint={hint?.[locale]} error={error}>
      {names.length === 0 ? (
        <p class="govuk-body">{texts.noDocument}</p>
      ) : (
        <ul class="govuk-list">
          {names.map((name) => (
            <li key={name}>
              {name} <Tag tone="success">{texts.attached}</Tag>
            </li>
          ))}
        </ul>
      )}
      <button
        type="submit"
        class="garance-button-quiet"
        id={id}
        name="go"
        value={`documents:${id}`}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
      >
        {texts.manageDocuments}
        <span class="govuk-visually-hidden"> : {label[locale]}</span>
      </button>
    </FieldGroup>
  );
}
