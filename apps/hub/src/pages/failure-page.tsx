import { type ErrorCode, getErrorDefinition } from '@garance/core';
import { createMessages, Layout, SupportReferences } from '@garance/web/view';
import { claimName } from './claim-names.ts';
import { LeaveForm } from './leave-form.tsx';
import { layoutProps, type PageContext } from './page-context.ts';
import { backLabel } from './way-back.ts';

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
  fr: { title: 'La connexion n’a pas pu aboutir' },
  en: { title: 'Signing in did not work' },
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
        label={backLabel(context.locale, context.serviceName ?? '')}
        variant="primary"
      />
      <SupportReferences
        code={code}
        occurrenceId={occurrenceId}
        detail={detail === undefined ? undefined : claimName(context.locale, detail)}
      />
    </Layout>
  );
}
