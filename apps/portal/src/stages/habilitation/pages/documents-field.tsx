import { type Locale, Tag } from '@garance/web/view';
import type { Field } from '../../../objects/request/questions/field.ts';
import { pageTexts } from './texts.ts';

interface DocumentsFieldProps {
  readonly field: Extract<Field, { kind: 'files' }>;
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly locale: Locale;
  readonly documents: ReadonlyMap<string, readonly string[]>;
}

/** Documents are added on a page of their own; the button saves what was typed here before it leads there. */
export function DocumentsField({ field, id, label, hint, error, locale, documents }: DocumentsFieldProps) {
  const texts = pageTexts(locale);
  const names = [...documents].find(([key]) => key.endsWith(`.${field.name}`))?.[1] ?? [];
  return (
    <div class={`govuk-form-group${error === undefined ? '' : ' govuk-form-group--error'}`} id={id}>
      <p class="govuk-label">{label}</p>
      {hint !== undefined && <p class="govuk-hint">{hint}</p>}
      {error !== undefined && <p class="govuk-error-message">{error}</p>}
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
      <button type="submit" class="garance-button-quiet" name="go" value={`documents:${field.name}`}>
        {texts.manageDocuments}
        <span class="govuk-visually-hidden"> : {label}</span>
      </button>
    </div>
  );
}
