import { type ErrorCode, getErrorDefinition } from '@garance/core';
import { CopyableCode, createMessages, Layout } from '@garance/web/view';
import { claimName } from './claim-names.ts';
import { LeaveForm } from './leave-form.tsx';
import { layoutProps, type PageContext } from './page-context.ts';

interface FailurePageProps {
  readonly context: PageContext;
  readonly code: ErrorCode;
  readonly occurrenceId: string;
  /** Name of the attribute or parameter concerned, never its value. */
  readonly detail?: string;
  readonly leaveAction: string;
  readonly leaveCsrf: string;
}

const messages = createMessages({
  fr: {
    title: 'La connexion n’a pas pu aboutir',
    back: (service: string) => `Retourner sur ${service}`,
    help: 'Pour obtenir de l’aide, communiquez ces deux références. Elles ne contiennent aucune donnée personnelle.',
    code: 'Code',
    occurrence: 'Occurrence',
    concerns: (detail: string) => `Élément concerné : ${detail}`,
  },
  en: {
    title: 'Signing in did not work',
    back: (service) => `Go back to ${service}`,
    help: 'To get help, quote these two references. They hold no personal data.',
    code: 'Code',
    occurrence: 'Occurrence',
    concerns: (detail) => `It concerns: ${detail}`,
  },
});

/** The end of a login that failed after the person signed in: what happened, what to do, and the way back to the service. */
export function FailurePage(props: FailurePageProps) {
  const { context, code, occurrenceId, detail } = props;
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.title}>
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <p class="govuk-body-l">{getErrorDefinition(code).citizen[context.locale]}</p>
      <LeaveForm
        action={props.leaveAction}
        csrf={props.leaveCsrf}
        label={texts.back(context.serviceName ?? '')}
        variant="primary"
      />
      <div class="garance-references">
        <p class="govuk-body-s">{texts.help}</p>
        <CopyableCode label={texts.code} value={code} />
        <CopyableCode label={texts.occurrence} value={occurrenceId} />
        {detail !== undefined && (
          <p class="govuk-body-s">{texts.concerns(claimName(context.locale, detail))}</p>
        )}
      </div>
    </Layout>
  );
}
