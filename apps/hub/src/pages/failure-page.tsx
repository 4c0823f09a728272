import { type ErrorCode, getErrorDefinition } from '@garance/core';
import { Button, createMessages, Layout, SupportReferences } from '@garance/web/view';
import { claimName } from './claim-names.ts';
import { HiddenCsrf } from './hidden-csrf.tsx';
import { LeaveForm } from './leave-form.tsx';
import { layoutProps, type PageContext } from './page-context.ts';
import { SubmitOnce } from './submit-once.tsx';
import { backLabel } from './way-back.ts';

interface FailurePageProps {
  readonly context: PageContext;
  readonly code: ErrorCode;
  readonly occurrenceId: string;
  /** Name of the attribute or parameter concerned, never its value. */
  readonly detail?: string;
  /** Form that returns to the choice, when another account may succeed. */
  readonly another?: { readonly action: string; readonly csrf: string };
  readonly leaveAction: string;
  readonly leaveCsrf: string;
}

const messages = createMessages({
  fr: { title: 'La connexion n’a pas pu aboutir', another: 'Choisir un autre compte' },
  en: { title: 'Signing in did not work', another: 'Choose another account' },
});

/**
 * Page of a login that failed after the person signed in: what happened, what to do, and the link back to the service.
 */
export function FailurePage(props: FailurePageProps) {
  const { context, code, occurrenceId, detail, another } = props;
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.title}>
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <p class="govuk-body-l">{getErrorDefinition(code).citizen[context.locale]}</p>
      {another !== undefined && (
        <form method="post" action={another.action}>
          <HiddenCsrf token={another.csrf} />
          <Button>{texts.another}</Button>
        </form>
      )}
      <LeaveForm
        action={props.leaveAction}
        csrf={props.leaveCsrf}
        label={backLabel(context.locale, context.serviceName ?? '')}
        variant={another === undefined ? 'primary' : 'secondary'}
      />
      <SupportReferences
        code={code}
        occurrenceId={occurrenceId}
        detail={detail === undefined ? undefined : claimName(context.locale, detail)}
      />
      <SubmitOnce />
    </Layout>
  );
}
