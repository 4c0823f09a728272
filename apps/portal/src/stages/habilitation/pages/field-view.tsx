import { knownScopes, type Platform } from '@garance/core';
import { Checkbox, type Locale, RadioGroup, TextField } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import { purposeField, type StepAnswers } from '../../../objects/request/answers.ts';
import { describeScope } from '../../../objects/request/questions/claim-labels.ts';
import type { Field } from '../../../objects/request/questions/field.ts';
import { tickValue } from '../../../objects/request/questions/validate.ts';
import { DocumentsField } from './documents-field.tsx';
import { pageTexts } from './texts.ts';

/** What a question needs to be shown. */
export interface FieldContext {
  readonly locale: Locale;
  readonly platform: Platform;
  readonly values: StepAnswers;
  readonly errors: Readonly<Record<string, string>>;
  readonly termsVersion: string;
  /** Names of the documents that hang on each field. */
  readonly documents: ReadonlyMap<string, readonly string[]>;
  /** What somebody else saved meanwhile, by field, where it differs. */
  readonly theirs?: Readonly<Record<string, string>>;
}

const one = (values: StepAnswers, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value : '';
};

/** One question of a step, by its kind. */
export function FieldView({ field, context }: { readonly field: Field; readonly context: FieldContext }) {
  const theirs = context.theirs?.[field.name];
  return (
    <>
      {theirs !== undefined && <Theirs locale={context.locale}>{theirs}</Theirs>}
      <Question field={field} context={context} />
    </>
  );
}

function Theirs({ locale, children }: { readonly locale: Locale; readonly children: ComponentChildren }) {
  return (
    <div class="garance-theirs">
      <strong>{pageTexts(locale).theirs}</strong> {children}
    </div>
  );
}

function Question({ field, context }: { readonly field: Field; readonly context: FieldContext }) {
  const { locale, values, errors } = context;
  const { name } = field;
  const optional = field.required === 'never' ? ` (${pageTexts(locale).optional})` : '';
  const label = `${field.label[locale]}${optional}`;
  const condition = typeof field.required === 'object' ? field.required.said[locale] : undefined;
  const hint = [field.hint?.[locale], condition && `${pageTexts(locale).requiredWhen} ${condition}.`]
    .filter(Boolean)
    .join(' ');
  const common = { id: name, name, error: errors[name], ...(hint !== '' && { hint }) };
  const value = one(values, name);
  switch (field.kind) {
    case 'known':
      return (
        <p class="govuk-body">
          <strong>{label}</strong> : {value}
        </p>
      );
    case 'choice':
      return (
        <RadioGroup
          {...common}
          legend={label}
          value={value}
          options={field.options.map((option) => ({
            value: option.value,
            label: option.label[locale],
            ...(option.hint !== undefined && { hint: option.hint[locale] }),
          }))}
        />
      );
    case 'tick': {
      const ticked = tickValue(name, context);
      return <Checkbox {...common} label={label} value={ticked} checked={value === ticked} />;
    }
    case 'scopes':
      return <ScopesField context={context} />;
    case 'files':
      return (
        <DocumentsField
          field={field}
          {...common}
          label={label}
          locale={locale}
          documents={context.documents}
        />
      );
    case 'long-text':
      return <TextField {...common} label={label} rows={field.rows} value={value} />;
    case 'number':
      return <TextField {...common} label={label} inputMode="numeric" width={10} value={value} />;
    case 'text':
      return (
        <TextField
          {...common}
          label={label}
          value={value}
          type={field.format === 'email' ? 'email' : 'text'}
          {...(field.format !== undefined && { spellCheck: false })}
        />
      );
  }
}

/** Every scope of the platform with what it gives, and what it is for. `openid` is always asked. */
function ScopesField({ context }: { readonly context: FieldContext }) {
  const { locale, platform, values, errors, theirs } = context;
  const texts = pageTexts(locale);
  const chosen = values.scopes;
  const isChosen = (scope: string) => Array.isArray(chosen) && chosen.includes(scope);
  const scopes = [...knownScopes(platform)].filter((scope) => scope !== 'openid');
  return (
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend" id="scopes">
        {texts.data}
      </legend>
      {errors.scopes !== undefined && <p class="govuk-error-message">{errors.scopes}</p>}
      <p class="govuk-hint">{texts.openidAlways}</p>
      {scopes.map((scope) => {
        const purpose = purposeField(scope);
        const theirPurpose = theirs?.[purpose];
        return (
          <div key={scope} class="garance-scope">
            <Checkbox
              id={`scope_${scope}`}
              name="scopes"
              value={scope}
              checked={isChosen(scope)}
              label={scope}
              hint={describeScope(platform, scope, locale)}
            />
            {theirPurpose !== undefined && <Theirs locale={locale}>{theirPurpose}</Theirs>}
            <TextField
              id={purpose}
              name={purpose}
              label={texts.purposeOf(scope)}
              value={one(values, purpose)}
              error={errors[purpose]}
            />
          </div>
        );
      })}
    </fieldset>
  );
}
