import { Button, createMessages, Notice, RadioGroup, SafeLink } from '@garance/web/view';
import type { Person } from '../../../objects/account/tables/accounts.ts';
import type { Described } from '../../../objects/request/questions/describe.ts';
import type { StepName } from '../../../objects/request/questions/field.ts';
import { getStep } from '../../../objects/request/questions/steps.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { eventTexts, type PartnerEvent } from '../../../parts/request/event-texts.ts';
import { AnswersList } from './answers-list.tsx';

interface EventPageProps {
  readonly context: PortalPageContext;
  readonly requestId: string;
  readonly title: string;
  readonly event: PartnerEvent;
  readonly csrf: string;
  readonly version: number;
  /** For `submit`: all answers, and the missing ones. */
  readonly answers?: Described;
  readonly missing?: readonly StepName[];
  /** For `transfer`: possible new applicants. */
  readonly candidates?: readonly Person[];
  readonly error?: string;
}

const messages = createMessages({
  fr: {
    missing: 'Il manque des réponses avant l’envoi',
    newOwner: 'À qui confier la demande ?',
    nobody: 'Personne d’autre dans votre organisation ne peut suivre la demande. Invitez d’abord quelqu’un.',
  },
  en: {
    missing: 'Answers are missing before it can be submitted',
    newOwner: 'Who shall follow the request?',
    nobody: 'Nobody else in your organisation can follow the request. Invite somebody first.',
  },
});

/** Confirmation page of an event: its consequences and the button. */
export function EventPage(props: EventPageProps) {
  const { context, requestId, event, csrf, version, answers, candidates, error } = props;
  const { locale } = context;
  const texts = messages(locale);
  const missing = props.missing ?? [];
  const possible = missing.length === 0 && candidates?.length !== 0;
  return (
    <PortalPage
      context={context}
      title={eventTexts[event].label[locale]}
      backHref={`/requests/${requestId}`}
      errors={error === undefined ? undefined : { new_owner: error }}
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
            <RadioGroup
              id="new_owner"
              name="new_owner"
              legend={texts.newOwner}
              error={error}
              options={candidates.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
            />
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
  readonly missing: readonly StepName[];
}

function Missing({ title, requestId, locale, missing }: MissingProps) {
  return (
    <Notice tone="warning" title={title}>
      <ul class="govuk-list">
        {missing.map((name) => (
          <li key={name}>
            <SafeLink href={`/requests/${requestId}/steps/${name}`}>{getStep(name).title[locale]}</SafeLink>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
