import type { Provider } from '@garance/core';
import { Button, createMessages, Layout, SafeLink } from '@garance/web/view';
import { HiddenCsrf } from '../../pages/hidden-csrf.tsx';
import { LeaveForm } from '../../pages/leave-form.tsx';
import { Lines } from '../../pages/lines.tsx';
import { layoutProps, type PageContext } from '../../pages/page-context.ts';

interface ApprovalPageProps {
  readonly context: PageContext;
  readonly provider: Provider;
  /** Link back to all accounts. */
  readonly choiceHref: string;
  readonly chooseAction: string;
  readonly chooseCsrf: string;
  readonly leaveAction: string;
  readonly leaveCsrf: string;
}

const messages = createMessages({
  fr: {
    title: (name: string) => `Avant de continuer avec ${name}`,
    go: (name: string) => `Continuer avec ${name}`,
    other: 'Choisir un autre compte',
    back: (service: string) => `Retourner sur ${service}`,
  },
  en: {
    title: (name) => `Before you go on with ${name}`,
    go: (name) => `Go on with ${name}`,
    other: 'Choose another account',
    back: (service) => `Go back to ${service}`,
  },
});

/** The provider's text for citizens; they are sent to the provider only from this page. */
export function ApprovalPage(props: ApprovalPageProps) {
  const { context, provider, choiceHref } = props;
  const { locale } = context;
  const texts = messages(locale);
  return (
    <Layout {...layoutProps(context)} title={texts.title(provider.name)}>
      <h1 class="govuk-heading-l">{texts.title(provider.name)}</h1>
      <Lines text={provider.display?.approval?.[locale] ?? ''} />
      <form method="post" action={props.chooseAction}>
        <HiddenCsrf token={props.chooseCsrf} />
        <input type="hidden" name="approved" value="yes" />
        <Button name="provider" value={provider.id}>
          {texts.go(provider.name)}
        </Button>
      </form>
      <p class="govuk-body">
        <SafeLink href={choiceHref}>{texts.other}</SafeLink>
      </p>
      <LeaveForm
        action={props.leaveAction}
        csrf={props.leaveCsrf}
        label={texts.back(context.serviceName ?? '')}
      />
    </Layout>
  );
}
