import { Button, formatDateTime, SafeLink } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import type { FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { type EligibilityAnswers, eligibilityQuery } from '../../../objects/service/decide-eligibility.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { newServiceFields } from '../fields.ts';
import { serviceTexts } from '../texts.ts';

interface NewPageProps {
  readonly context: PortalPageContext;
  readonly csrf: string;
  readonly answers: EligibilityAnswers;
  readonly organisations: readonly Organisation[];
  readonly personName: string;
  readonly acceptedAtMs?: number;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

/** New service: name, organisation, acceptance of the terms by a named person. */
export function NewServicePage(props: NewPageProps) {
  const { context, csrf, answers, organisations, errors } = props;
  const { locale } = context;
  const texts = serviceTexts(locale);
  const query = eligibilityQuery(answers);
  return (
    <PortalPage
      context={context}
      title={texts.newTitle}
      backHref={`/eligibility/result?${query}`}
      errors={errors}
    >
      {organisations.length === 0 ? (
        <>
          <p class="govuk-body">{texts.noOrganisation}</p>
          <Button href={`/organisations/new?next=${encodeURIComponent(`/services/new?${query}`)}`}>
            {texts.makeOrganisation}
          </Button>
        </>
      ) : (
        <PortalForm action="/services" csrf={csrf}>
          {(['audience', 'who', 'ground'] as const).map((name) => (
            <input key={name} type="hidden" name={name} value={answers[name]} />
          ))}
          <QuestionsOfService {...props} />
          <Button>{texts.create}</Button>
        </PortalForm>
      )}
      <p class="govuk-body">
        <SafeLink href="/terms">{texts.readTerms}</SafeLink>
      </p>
    </PortalPage>
  );
}

/** A single organisation, and terms already accepted, are shown as text without a field. */
function QuestionsOfService(props: NewPageProps) {
  const { context, organisations, personName, acceptedAtMs, values, errors } = props;
  const { locale } = context;
  const texts = serviceTexts(locale);
  const hasAccepted = acceptedAtMs !== undefined;
  const [only] = organisations.length === 1 ? organisations : [];
  const fields = newServiceFields({ organisations, personName, hasAccepted }).filter(
    ({ name }) => (name !== 'organisation' || only === undefined) && (name !== 'terms' || !hasAccepted),
  );
  return (
    <>
      {only !== undefined && (
        <>
          <input type="hidden" name="organisation" value={only.id} />
          <p class="govuk-body">
            {texts.organisation} : <strong>{only.name}</strong>
          </p>
        </>
      )}
      <Fields fields={fields} locale={locale} values={values} errors={errors} />
      {acceptedAtMs !== undefined && (
        <p class="govuk-body">{texts.accepted(formatDateTime(locale, acceptedAtMs))}</p>
      )}
    </>
  );
}
