import { Button, formatDate, formatDateTime, Notice, SafeLink } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import {
  type EligibilityAnswers,
  eligibilityQuery,
  type Verdict,
} from '../../objects/service/decide-eligibility.ts';
import { currentTerms, ergonomicRules, termsSections } from '../../objects/service/terms.ts';
import { Fields } from '../../parts/form/field-view.tsx';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { PortalPage } from '../../parts/page.tsx';
import { eligibilityFields } from './fields.ts';
import { eligibilityTexts } from './texts.ts';

/** Rules, eligible organisations, link to the questions. */
export function EligibilityPage({ context }: { readonly context: PortalPageContext }) {
  const { locale } = context;
  const texts = eligibilityTexts(locale);
  return (
    <PortalPage context={context} title={texts.title} backHref="/">
      <p class="govuk-body-l">{texts.lead}</p>
      <h2 class="govuk-heading-m">{texts.rules}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {ergonomicRules.map((rule) => (
          <li key={rule.en}>{rule[locale]}</li>
        ))}
      </ul>
      <h2 class="govuk-heading-m">{texts.who}</h2>
      <p class="govuk-body">{texts.whoText}</p>
      <ul class="govuk-list">
        <li>
          <SafeLink href="/terms">{texts.terms}</SafeLink>
        </li>
        <li>
          <SafeLink href="/requests/questions">{texts.questionsLink}</SafeLink>
        </li>
      </ul>
      <Button href="/eligibility/questions">{texts.start}</Button>
    </PortalPage>
  );
}

interface QuestionsProps {
  readonly context: PortalPageContext;
  readonly csrf: string;
  readonly answers: EligibilityAnswers;
  readonly errors: FieldErrors;
}

export function EligibilityQuestionsPage({ context, csrf, answers, errors }: QuestionsProps) {
  const texts = eligibilityTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.questions} backHref="/eligibility" errors={errors}>
      <PortalForm action="/eligibility/questions" csrf={csrf}>
        <Fields fields={eligibilityFields} locale={context.locale} values={{ ...answers }} errors={errors} />
        <Button>{texts.answer}</Button>
      </PortalForm>
    </PortalPage>
  );
}

interface ResultProps {
  readonly context: PortalPageContext;
  readonly answers: EligibilityAnswers;
  readonly verdict: Exclude<Verdict, { kind: 'unanswered' }>;
}

/** The verdict and what to do next. */
export function EligibilityResultPage({ context, answers, verdict }: ResultProps) {
  const texts = eligibilityTexts(context.locale);
  const query = eligibilityQuery(answers);
  const again = `/eligibility/questions?${query}`;
  const eligible = verdict.kind === 'eligible';
  const title = eligible ? texts.yes : texts.no;
  return (
    <PortalPage context={{ ...context, path: '/eligibility/result' }} title={title} backHref={again}>
      {eligible ? (
        <>
          <Notice tone="success">
            <p>{texts.yesText}</p>
          </Notice>
          <Button href={`/services/new?${query}`}>{texts.create}</Button>
        </>
      ) : (
        <>
          <Notice tone="warning">
            <p>{verdict.kind === 'professionals' ? texts.noProfessionals : texts.noGround}</p>
          </Notice>
          <Button href={again}>{texts.again}</Button>
          <p class="govuk-body">
            <SafeLink href="/support">{texts.ask}</SafeLink>
          </p>
        </>
      )}
    </PortalPage>
  );
}

interface TermsProps {
  readonly context: PortalPageContext;
  /** When the signed-in person accepted this version. */
  readonly acceptedAtMs?: number;
}

/** The terms of use in force; public. */
export function TermsPage({ context, acceptedAtMs }: TermsProps) {
  const { locale } = context;
  const texts = eligibilityTexts(locale);
  return (
    <PortalPage context={context} title={texts.termsTitle} backHref="/eligibility">
      <p class="govuk-body-l">
        {texts.termsVersion(currentTerms.version, formatDate(locale, currentTerms.since))}
      </p>
      {acceptedAtMs !== undefined && (
        <Notice tone="success" title={texts.accepted(formatDateTime(locale, acceptedAtMs))} />
      )}
      {termsSections.map(({ title, paragraphs }) => (
        <section key={title.en}>
          <h2 class="govuk-heading-m">{title[locale]}</h2>
          {paragraphs.map((paragraph) => (
            <p key={paragraph.en} class="govuk-body">
              {paragraph[locale]}
            </p>
          ))}
        </section>
      ))}
    </PortalPage>
  );
}
