import { type ErrorCode, getErrorDefinition, type Level, type Provider } from '@garance/core';
import { createMessages, Layout, Notice, type ProviderChoice, ProviderList } from '@garance/web/view';
import { HiddenCsrf } from '../../pages/hidden-csrf.tsx';
import { LeaveForm } from '../../pages/leave-form.tsx';
import { Lines } from '../../pages/lines.tsx';
import { layoutProps, type PageContext } from '../../pages/page-context.ts';
import { SubmitOnce } from '../../pages/submit-once.tsx';

/** An account as the page shows it. */
export interface ShownOffer extends Pick<Provider, 'id' | 'name' | 'maintenanceMessage'> {
  readonly state: 'offered' | 'level-too-low' | 'maintenance' | 'excluded';
  readonly hasLogo: boolean;
  readonly beta: boolean;
  readonly needsApproval: boolean;
}

interface ChoicePageProps {
  readonly context: PageContext;
  readonly offers: readonly ShownOffer[];
  /** The operator's current message. */
  readonly message?: string;
  /** Reason why the person is back on this page, if they are. */
  readonly notice?: ErrorCode;
  readonly level: Level;
  /** Path below which the hub serves the providers' logos. */
  readonly logoBase: string;
  /** Page with the text to read before going to the provider. */
  readonly approvalHref: (providerId: string) => string;
  readonly chooseAction: string;
  readonly chooseCsrf: string;
  readonly leaveAction: string;
  readonly leaveCsrf: string;
}

const messages = createMessages({
  fr: {
    title: 'Choisissez un compte pour vous connecter',
    intro: 'Utilisez un compte que vous avez déjà. Aucune donnée n’est transmise avant votre accord.',
    list: 'Comptes disponibles',
    none: 'Aucun compte n’est disponible pour ce service en ce moment. Retournez sur le service et réessayez plus tard.',
    tooLow: 'Ce compte n’offre pas le niveau de sécurité que ce service demande.',
    maintenance: 'Ce compte est en maintenance.',
    excluded: 'Ce service n’accepte pas ce compte.',
    beta: 'En phase de test',
    announcement: 'Message',
    substantial: 'Ce service demande un compte de sécurité renforcée.',
    high: 'Ce service demande un compte du plus haut niveau de sécurité.',
    back: (service: string) => `Retourner sur ${service}`,
  },
  en: {
    title: 'Choose an account to sign in',
    intro: 'Use an account you already have. No data is shared before you agree.',
    list: 'Available accounts',
    none: 'No account is available for this service at the moment. Go back to the service and try again later.',
    tooLow: 'This account does not offer the level of security this service asks for.',
    maintenance: 'This account is under maintenance.',
    excluded: 'This service does not accept this account.',
    beta: 'Being tried out',
    announcement: 'Message',
    substantial: 'This service asks for an account with enhanced security.',
    high: 'This service asks for an account with the highest level of security.',
    back: (service) => `Go back to ${service}`,
  },
});

/** Step 2 as a page: the accounts that reach the level, of equal size, in the operator's order. */
export function ChoicePage(props: ChoicePageProps) {
  const { context, offers, message, notice, level } = props;
  const texts = messages(context.locale);
  const choices = offers.map((offer) => describe(offer, { ...props, texts }));
  return (
    <Layout {...layoutProps(context)} title={texts.title}>
      {notice !== undefined && (
        <Notice tone="warning">{getErrorDefinition(notice).citizen[context.locale]}</Notice>
      )}
      <h1 class="govuk-heading-l">{texts.title}</h1>
      {message !== undefined && (
        <Notice title={texts.announcement}>
          <Lines text={message} />
        </Notice>
      )}
      <p class="govuk-body">
        {texts.intro} {level === 'eidas2' && texts.substantial} {level === 'eidas3' && texts.high}
      </p>
      {choices.length === 0 ? (
        <Notice tone="warning">{texts.none}</Notice>
      ) : (
        <form method="post" action={props.chooseAction}>
          <HiddenCsrf token={props.chooseCsrf} />
          <ProviderList label={texts.list} choices={choices} />
        </form>
      )}
      <LeaveForm
        action={props.leaveAction}
        csrf={props.leaveCsrf}
        label={texts.back(context.serviceName ?? '')}
      />
      <SubmitOnce />
    </Layout>
  );
}

function describe(
  { id, name, state, hasLogo, beta, needsApproval, maintenanceMessage }: ShownOffer,
  {
    logoBase,
    approvalHref,
    context,
    texts,
  }: ChoicePageProps & { readonly texts: ReturnType<typeof messages> },
): ProviderChoice {
  const choice: ProviderChoice = {
    value: id,
    label: name,
    ...(hasLogo && { logoUrl: `${logoBase}/${id}` }),
    ...(beta && { hint: texts.beta }),
  };
  const reasons = {
    'level-too-low': texts.tooLow,
    excluded: texts.excluded,
    maintenance: maintenanceMessage?.[context.locale] ?? texts.maintenance,
  };
  if (state !== 'offered') return { ...choice, disabledReason: reasons[state] };
  return needsApproval ? { ...choice, href: approvalHref(id) } : choice;
}
