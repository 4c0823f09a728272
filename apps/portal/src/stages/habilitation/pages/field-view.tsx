import { knownScopes, type Platform } from '@garance/core';
import { Checkbox, FieldGroup, type Locale } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import { listOf, textOf } from '../../../objects/form/field.ts';
import type { StepAnswers } from '../../../objects/request/answers.ts';
import { describeScope } from '../../../objects/request/questions/claim-labels.ts';
import type { Field as Question } from '../../../objects/request/questions/field.ts';
import { purposeQuestion, tickValue } from '../../../objects/request/questions/validate.ts';
import { FieldView as FormField } from '../../../parts/form/field-view.tsx';
import { DocumentsField } from './documents-field.tsx';
import { pageTexts } from './texts.ts';

/** Props of a question. */
export interface FieldContext {
  readonly locale: Locale;
  readonly platform: Platform;
  readonly values: StepAnswers;
  readonly errors: Readonly<Record<string, string>>;
  readonly termsVersion: string;
  /** Names of the documents of each field. */
  readonly documents: ReadonlyMap<string, readonly string[]>;
  /** Values saved by another person since the page was loaded, by field, where they differ. */
  readonly theirs?: Readonly<Record<string, string>>;
}

/** One question of a step, by its kind. */
export function FieldView({ field, context }: { readonly field: Question; readonly context: FieldContext }) {
  const theirs = context.theirs?.[field.name];
  return (
    <>
      {theirs !== undefined && <Theirs locale={context.locale}>{theirs}</Theirs>}
      <QuestionView field={field} context={context} />
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

function QuestionView({ field, context }: { readonly field: Question; readonly context: FieldContext }) {
  const { locale, values, errors } = context;
  const shown = { ...field, ...wordsOf(field) };
  switch (shown.kind) {
    case 'known':
      return (
        <p class="govuk-body">
          <strong>{shown.label[locale]}</strong> : {textOf(values, field.name)}
        </p>
      );
    case 'scopes':
      return <ScopesField context={context} />;
    case 'files':
      return (
        <DocumentsField
          field={shown}
          error={errors[field.name]}
          locale={locale}
          documents={context.documents}
        />
      );
    case 'tick':
      return <FormField field={{ ...shown, value: tickValue(field.name, context) }} {...context} />;
    default:
      return <FormField field={shown} {...context} />;
  }
}

/** Label and hint, which say whether the question is optional. */
function wordsOf({ label, hint, required }: Question) {
  const inBoth = (text: (locale: Locale) => string) => ({ fr: text('fr'), en: text('en') });
  const optional = (locale: Locale) => (required === 'never' ? ` (${pageTexts(locale).optional})` : '');
  const condition = (locale: Locale) =>
    typeof required === 'object' ? `${pageTexts(locale).requiredWhen} ${required.label[locale]}.` : undefined;
  const hints = inBoth((locale) => [hint?.[locale], condition(locale)].filter(Boolean).join(' '));
  return {
    label: inBoth((locale) => `${label[locale]}${optional(locale)}`),
    ...(hints.fr !== '' && { hint: hints }),
  };
}

/** Every scope of the platform with its claims and its purpose. `openid` is always included. */
function ScopesField({ context }: { readonly context: FieldContext }) {
  const { locale, platform, values, errors, theirs } = context;
  const texts = pageTexts(locale);
  const chosen = listOf(values, 'scopes');
  const scopes = [...knownScopes(platform)].filter((scope) => scope !== 'openid');
  return (
    <FieldGroup id="scopes" legend={texts.data} hint={texts.openidAlways} error={errors.scopes}>
      {scopes.map((scope) => {
        const purpose = purposeQuestion(scope);
        const theirPurpose = theirs?.[purpose.name];
        return (
          <div key={scope} class="garance-scope">
            <Checkbox
              id={`scope_${scope}`}
              name="scopes"
              value={scope}
              checked={chosen.includes(scope)}
              label={scope}
              hint={describeScope(platform, scope, locale)}
            />
            {theirPurpose !== undefined && <Theirs locale={locale}>{theirPurpose}</Theirs>}
            <FormField field={purpose} {...context} />
          </div>
        );
      })}
    </FieldGroup>
  );
}
