import { type Locale, SafeLink, SummaryList } from '@garance/web/view';
import { type Described, describeStep } from '../../../objects/request/questions/describe.ts';
import { formSteps } from '../../../objects/request/questions/steps.ts';
import { pageTexts } from './texts.ts';

interface AnswersListProps extends Described {
  readonly locale: Locale;
  /** Address of the page that changes a step; absent where answers cannot be changed. */
  readonly editHref?: (step: string) => string;
}

const change: Readonly<Record<Locale, string>> = { fr: 'Modifier', en: 'Change' };

/** Every answer, by step: before submission, afterwards, and in the print view. */
export function AnswersList({ locale, editHref, ...described }: AnswersListProps) {
  return (
    <>
      {formSteps.map((step) => (
        <section key={step.name} id={step.name}>
          <h2 class="govuk-heading-m">{step.title[locale]}</h2>
          <SummaryList
            rows={describeStep(step, described, locale).map(({ label, lines }) => ({
              key: label,
              value:
                lines.length === 0 ? (
                  <span class="govuk-hint">{pageTexts(locale).none}</span>
                ) : (
                  <span class="garance-answer">{lines.join('\n')}</span>
                ),
            }))}
          />
          {editHref !== undefined && (
            <p class="govuk-body">
              <SafeLink href={editHref(step.name)}>
                {change[locale]}
                <span class="govuk-visually-hidden"> : {step.title[locale]}</span>
              </SafeLink>
            </p>
          )}
        </section>
      ))}
    </>
  );
}
