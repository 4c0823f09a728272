import { Button, createMessages, Notice, SafeLink } from '@garance/web/view';
import type { Person } from '../../../objects/account/tables/accounts.ts';
import { blankOf } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { Described } from '../../../objects/request/questions/describe.ts';
import type { FormStepName } from '../../../objects/request/questions/field.ts';
import { getFormStep } from '../../../objects/request/questions/steps.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { eventTexts, type PartnerEvent } from '../../../parts/request/event-texts.ts';
import { transferFields } from '../fields.ts';
import { AnswersList } from './answers-list.tsx';

interface EventPageProps {
  readonly context: PortalPageContext;
  readonly requestId: string;
  readonly title: string;
  readonly event: PartnerEvent;
  readonly csrf: string;
  readonly version: number;
  /** For `submit`: all answers, with the missing ones. */
  readonly answers?: Described;
  readonly missing?: readonly FormStepName[];
  /** For `transfer`: possible new applicants. */
  readonly candidates?: readonly Person[];
  readonly errors: FieldErrors;
}

const messages = createMessages({
  fr: {
    missing: 'Il manque des réponses avant l’envoi',
    nobody: 'Personne d’autre dans votre organisation ne peut suivre la demande. Invitez d’abord quelqu’un.',
  },
  en: {
    missing: 'Answers are missing before it can be submitted',
    nobody: 'Nobody else in your organisation can follow the request. Invite somebody first.',
  },
});

/** Confirmation page of an event: its consequences and the button. */
export function EventPage(props: EventPageProps) {
  const { context, requestId, event, csrf, version, answers, candidates, errors } = props;
  const { locale } = context;
  const texts = messages(locale);
  const missing = props.missing ?? [];
  const fields = transferFields(candidates ?? []);
  const possible = missing.length === 0 && candidates?.length !== 0;
  return (
    <PortalPage
      context={context}
      title={eventTexts[event].label[locale]}
      backHref={`/requests/${requestId}`}
      errors={errors}
    >
      <p class="govuk-body-l">{eventTexts[event].means[locale]}</p>
      {missing.length > 0 && <Missing title={texts.missing} {...{ requestId, locale, missing }} />}
      {answers !== undefined && (
        <AnswersList
          {...answers}
          locale={locale}
          editHref={(step) => `/requests/${requestId}/steps/${step}`}
        />
      )}
      {candidates?.length === 0 && <p class="govuk-body">{texts.nobody}</p>}
      {possible && (
        <PortalForm action={`/requests/${requestId}/events/${event}`} csrf={csrf}>
          <input type="hidden" name="version" value={`${version}`} />
          {candidates !== undefined && (
            <Fields fields={fields} values={blankOf(fields)} {...{ locale, errors }} />
          )}
          <Button variant={event === 'archive' ? 'warning' : 'primary'}>
            {eventTexts[event].label[locale]}
          </Button>
        </PortalForm>
      )}
    </PortalPage>
  );
}

interface MissingProps {
  readonly title: string;
  readonly requestId: string;
  readonly locale: 'fr' | 'en';
  readonly missing: readonly FormStepName[];
}

function Missing({ title, requestId, locale, missing }: MissingProps) {
  return (
    <Notice tone="warning" title={title}>
      <ul class="govuk-list">
        {missing.map((name) => (
          <li key={name}>
            <SafeLink href={`/requests/${requestId}/steps/${name}`}>
              {getFormStep(name).title[locale]}
            </SafeLink>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
