import { knownScopes } from '@garance/core';
import { createMessages, type Locale, platformNames } from '@garance/web/view';
import { describeScope } from '../../../objects/request/questions/claim-labels.ts';
import type { Field } from '../../../objects/request/questions/field.ts';
import { formSteps } from '../../../objects/request/questions/steps.ts';
import { platforms } from '../../../objects/service/platforms.ts';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';

const messages = createMessages({
  fr: {
    title: 'Les questions de la demande d’habilitation',
    intro: 'La liste complète, pour préparer vos réponses. Imprimez cette page, ou enregistrez-la en PDF.',
    always: 'Obligatoire.',
    never: 'Facultatif.',
    when: 'Obligatoire',
    choices: 'Réponses possibles :',
    max: (count: string) => `${count} caractères au plus.`,
    scopes: 'Pour chaque donnée choisie, dites à quoi elle sert :',
  },
  en: {
    title: 'The questions of the habilitation request',
    intro: 'The complete list, to prepare your answers. Print this page, or save it as PDF.',
    always: 'Required.',
    never: 'Optional.',
    when: 'Required',
    choices: 'Possible answers:',
    max: (count) => `${count} characters at most.`,
    scopes: 'For each item chosen, say what it is for:',
  },
});

/** The published list of questions, from the same definitions as the pages. */
export function QuestionsPage({ context }: { readonly context: PortalPageContext }) {
  const { locale } = context;
  const texts = messages(locale);
  return (
    <PortalPage context={context} title={texts.title} backHref="/eligibility">
      <p class="govuk-body">{texts.intro}</p>
      {formSteps.map((step) => (
        <section key={step.name}>
          <h2 class="govuk-heading-m">{step.title[locale]}</h2>
          {step.intro !== undefined && <p class="govuk-body">{step.intro[locale]}</p>}
          <ol class="govuk-list govuk-list--number">
            {step.fields.map((field) => (
              <QuestionItem key={field.name} field={field} locale={locale} />
            ))}
          </ol>
        </section>
      ))}
    </PortalPage>
  );
}

function QuestionItem({ field, locale }: { readonly field: Field; readonly locale: Locale }) {
  const texts = messages(locale);
  const { required } = field;
  const need = typeof required === 'object' ? `${texts.when} ${required.label[locale]}.` : texts[required];
  const limit =
    field.kind === 'text' || field.kind === 'long-text' ? ` ${texts.max(`${field.maxLength}`)}` : '';
  return (
    <li>
      <strong>{field.label[locale]}</strong>
      <div class="govuk-hint">{[need + limit, field.hint?.[locale]].filter(Boolean).join(' ')}</div>
      {field.kind === 'choice' && (
        <>
          {texts.choices}
          <ul class="govuk-list govuk-list--bullet">
            {field.options.map(({ value, label }) => (
              <li key={value}>{label?.[locale] ?? value}</li>
            ))}
          </ul>
        </>
      )}
      {field.kind === 'scopes' && <ScopeList locale={locale} />}
    </li>
  );
}

function ScopeList({ locale }: { readonly locale: Locale }) {
  return (
    <>
      {messages(locale).scopes}
      {platforms.map((platform) => (
        <div key={platform}>
          <p class="govuk-body">{platformNames[platform]}</p>
          <ul class="govuk-list govuk-list--bullet">
            {[...knownScopes(platform)].map((scope) => (
              <li key={scope}>
                {scope} : {describeScope(platform, scope, locale)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
