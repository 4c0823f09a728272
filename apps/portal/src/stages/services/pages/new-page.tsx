import { Button, Checkbox, formatDateTime, RadioGroup, TextField } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { type EligibilityAnswers, eligibilityQuery } from '../../../objects/service/decide-eligibility.ts';
import { currentTerms } from '../../../objects/service/terms.ts';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';
import { serviceTexts } from '../texts.ts';

interface NewPageProps {
  readonly context: PortalPageContext;
  readonly csrf: string;
  readonly answers: EligibilityAnswers;
  readonly organisations: readonly Organisation[];
  readonly personName: string;
  readonly acceptedAtMs?: number;
  readonly values: { readonly name: string; readonly organisation: string };
  readonly errors: FieldErrors;
}

/** A service is named, belongs to an organisation, and somebody by name accepts the terms. */
export function NewServicePage(props: NewPageProps) {
  const { context, csrf, answers, organisations, errors, values } = props;
  const { locale } = context;
  const texts = serviceTexts(locale);
  const query = eligibilityQuery(answers);
  return (
    <PortalLayout
      context={context}
      title={texts.newTitle}
      backHref={`/eligibility/result?${query}`}
      hasErrors={hasErrors(errors)}
    >
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.newTitle}</h1>
      {organisations.length === 0 ? (
        <>
          <p class="govuk-body">{texts.noOrganisation}</p>
          <Button href={`/organisations/new?next=${encodeURIComponent(`/services/new?${query}`)}`}>
            {texts.makeOrganisation}
          </Button>
        </>
      ) : (
        <form method="post" action="/services" novalidate>
          <HiddenFields csrf={csrf} />
          {(['audience', 'who', 'ground'] as const).map((name) => (
            <input key={name} type="hidden" name={name} value={answers[name]} />
          ))}
          <TextField
            id="name"
            name="name"
            label={texts.nameLabel}
            hint={texts.nameHint}
            value={values.name}
            error={errors.name}
          />
          <OrganisationField
            {...{ organisations, error: errors.organisation, texts }}
            value={values.organisation}
          />
          <TermsField {...props} />
          <Button>{texts.create}</Button>
        </form>
      )}
      <p class="govuk-body">
        <a class="govuk-link" href="/terms">
          {texts.readTerms}
        </a>
      </p>
    </PortalLayout>
  );
}

interface OrganisationFieldProps {
  readonly organisations: readonly Organisation[];
  readonly value: string;
  readonly error: string | undefined;
  readonly texts: ReturnType<typeof serviceTexts>;
}

function OrganisationField({ organisations, value, error, texts }: OrganisationFieldProps) {
  const [only] = organisations;
  if (organisations.length === 1 && only !== undefined) {
    return (
      <>
        <input type="hidden" name="organisation" value={only.id} />
        <p class="govuk-body">
          {texts.organisation} : <strong>{only.name}</strong>
        </p>
      </>
    );
  }
  return (
    <RadioGroup
      id="organisation"
      name="organisation"
      legend={texts.which}
      value={value}
      error={error}
      options={organisations.map(({ id, name, siret }) => ({ value: id, label: name, hint: siret }))}
    />
  );
}

function TermsField({ context, acceptedAtMs, errors, personName }: NewPageProps) {
  const { locale } = context;
  const texts = serviceTexts(locale);
  if (acceptedAtMs !== undefined) {
    return <p class="govuk-body">{texts.accepted(formatDateTime(locale, acceptedAtMs))}</p>;
  }
  return (
    <Checkbox
      id="terms"
      name="terms"
      value={currentTerms.version}
      label={texts.terms(currentTerms.version)}
      hint={texts.termsHint(personName)}
      error={errors.terms}
    />
  );
}
