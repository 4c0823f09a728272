import {
  Button,
  createMessages,
  formatDateTime,
  Layout,
  type Locale,
  Notice,
  SummaryList,
} from '@garance/web/view';
import { HiddenCsrf } from '../../pages/hidden-csrf.tsx';
import { layoutProps, type PageContext } from '../../pages/page-context.ts';
import { SubmitOnce } from '../../pages/submit-once.tsx';

const messages = createMessages({
  fr: {
    title: 'Ce n’était pas vous ?',
    intro: 'Si vous ne reconnaissez pas cette connexion, quelqu’un utilise peut-être votre compte.',
    steps: [
      'Changez tout de suite le mot de passe du compte qui a servi à la connexion.',
      'Prévenez l’organisme qui vous a fourni ce compte.',
      'Regardez si quelque chose a changé sur le service concerné, et prévenez-le.',
    ],
    service: 'Service',
    provider: 'Compte utilisé',
    when: 'Date',
    reference: 'Référence',
    help: 'Voir l’aide',
    tell: 'Prévenir l’équipe de la plateforme',
    tellText: 'Nous recevrons la référence de cette connexion. Aucune autre information n’est transmise.',
    reported: 'L’équipe de la plateforme est prévenue',
    reportedText: 'Elle pourra retrouver cette connexion grâce à sa référence.',
  },
  en: {
    title: 'It was not you?',
    intro: 'If you do not recognise this sign-in, someone may be using your account.',
    steps: [
      'Change the password of the account that was used, right now.',
      'Tell the organisation that gave you this account.',
      'Look whether anything changed at the service concerned, and tell them.',
    ],
    service: 'Service',
    provider: 'Account used',
    when: 'Date',
    reference: 'Reference',
    help: 'See the help page',
    tell: 'Tell the platform team',
    tellText: 'We will receive the reference of this sign-in. Nothing else is sent.',
    reported: 'The platform team has been told',
    reportedText: 'They can find this sign-in by its reference.',
  },
});

/** Link of the page for an invalid link. */
export function helpLabel(locale: Locale): string {
  return messages(locale).help;
}

interface ReportPageProps {
  readonly context: PageContext;
  /** The sign-in that the link names. */
  readonly signIn: {
    readonly reference: string;
    readonly service: string;
    readonly provider: string;
    readonly atMs: number;
  };
  readonly action: string;
  readonly csrf: string;
  readonly isReported: boolean;
}

/** Page behind "this was not me" in the mail: advice, and one button that notifies the operator. */
export function ReportPage({ context, signIn, action, csrf, isReported }: ReportPageProps) {
  const texts = messages(context.locale);
  const title = isReported ? texts.reported : texts.title;
  return (
    <Layout {...layoutProps(context)} title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      {isReported ? (
        <Notice tone="success" title={texts.reportedText} />
      ) : (
        <p class="govuk-body">{texts.intro}</p>
      )}
      <SummaryList
        rows={[
          { key: texts.service, value: signIn.service },
          { key: texts.provider, value: signIn.provider },
          { key: texts.when, value: formatDateTime(context.locale, signIn.atMs) },
          { key: texts.reference, value: signIn.reference },
        ]}
      />
      <ol class="govuk-list govuk-list--number">
        {texts.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {!isReported && (
        <form method="post" action={action}>
          <HiddenCsrf token={csrf} />
          <p class="govuk-body">{texts.tellText}</p>
          <Button>{texts.tell}</Button>
          <SubmitOnce />
        </form>
      )}
    </Layout>
  );
}
