import {
  Button,
  Checkbox,
  createMessages,
  ErrorSummary,
  Layout,
  Notice,
  SummaryList,
} from '@garance/web/view';
import { HiddenCsrf } from '../../pages/hidden-csrf.tsx';
import { LeaveForm } from '../../pages/leave-form.tsx';
import { layoutProps, type PageContext } from '../../pages/page-context.ts';
import { SubmitOnce } from '../../pages/submit-once.tsx';
import type { ClaimRow } from './claim-labels.ts';

interface ConsentPageProps {
  readonly context: PageContext;
  readonly rows: readonly ClaimRow[];
  /** Private services need consent; public ones inform. */
  readonly asksConsent: boolean;
  /** Error shown when the box was not ticked. */
  readonly error?: string;
  readonly continueAction: string;
  readonly continueCsrf: string;
  readonly leaveAction: string;
  readonly leaveCsrf: string;
}

const messages = createMessages({
  fr: {
    title: 'Vérifiez ce qui sera transmis',
    shared: (service: string) => `Pour vous connecter, ces informations seront transmises à ${service} :`,
    nothing: (service: string) =>
      `Aucune donnée personnelle n’est transmise à ${service}. Il saura seulement que c’est bien vous, la prochaine fois.`,
    consent: (service: string) => `J’accepte que ces informations soient transmises à ${service}`,
    continue: (service: string) => `Continuer vers ${service}`,
    decline: 'Refuser et retourner sur le service',
  },
  en: {
    title: 'Check what will be shared',
    shared: (service) => `To sign you in, this information will be shared with ${service}:`,
    nothing: (service) =>
      `No personal data is shared with ${service}. It will only recognise that it is you next time.`,
    consent: (service) => `I agree that this information is shared with ${service}`,
    continue: (service) => `Continue to ${service}`,
    decline: 'Decline and go back to the service',
  },
});

/** Step 5 as a page: everything that will be shared, with its values. */
export function ConsentPage(props: ConsentPageProps) {
  const { context, rows, asksConsent, error } = props;
  const texts = messages(context.locale);
  const service = context.serviceName ?? '';
  return (
    <Layout {...layoutProps(context)} title={texts.title} hasErrors={error !== undefined}>
      {error !== undefined && <ErrorSummary errors={[{ text: error, href: '#consent' }]} />}
      <h1 class="govuk-heading-l">{texts.title}</h1>
      {rows.length === 0 ? (
        <Notice>{texts.nothing(service)}</Notice>
      ) : (
        <>
          <p class="govuk-body">{texts.shared(service)}</p>
          <SummaryList rows={rows.map(({ label, value }) => ({ key: label, value }))} />
        </>
      )}
      <form method="post" action={props.continueAction}>
        <HiddenCsrf token={props.continueCsrf} />
        {asksConsent && (
          <Checkbox
            id="consent"
            name="consent"
            label={texts.consent(service)}
            {...(error !== undefined && { error })}
          />
        )}
        <Button>{texts.continue(service)}</Button>
      </form>
      <LeaveForm action={props.leaveAction} csrf={props.leaveCsrf} label={texts.decline} />
      <SubmitOnce />
    </Layout>
  );
}
