import { currentChoiceMessage, type Provider } from '@garance/core';
import { single } from '@garance/oidc';
import { csrfToken } from '@garance/web/server';
import type { Interaction } from '../../interaction.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import {
  formName,
  type InteractionRequest,
  type Mount,
  page,
  visitOf,
  withInteraction,
  withInteractionForm,
} from '../../mount.ts';
import type { StepOutcome } from '../../outcome.ts';
import { FailurePage } from '../../pages/failure-page.tsx';
import { type PageContext, pageContext } from '../../pages/page-context.ts';
import { sharesOfCaller } from '../../room.ts';
import type { Transaction } from '../../transaction.ts';
import type { Visit } from '../../visit.ts';
import { ApprovalPage } from './approval-page.tsx';
import { chooseProvider, findAwaitingApproval, type Offer, offersFor } from './choose-provider.ts';
import { canAnotherAccountHelp, leaveToService, tryAnotherAccount } from './leave.ts';
import type { ShownOffer } from './page.tsx';

export function mountChooseProvider(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  app.get(`${base}/interaction/:id`, page, (request: InteractionRequest, reply) => {
    rememberLanguage(jar, request, reply);
    return withInteraction(visitOf(mount, request, reply), request.params.id, async (interaction, visit) =>
      show(mount, interaction, visit),
    );
  });
  app.post(`${base}/interaction/:id/provider`, page, (request: InteractionRequest, reply) =>
    withInteractionForm(visitOf(mount, request, reply), request.params.id, {
      formId: 'choose',
      step: (interaction, form) =>
        chooseProvider(deps, {
          interaction,
          providerId: single(form, 'provider') ?? '',
          approved: single(form, 'approved') === 'yes',
          locale: requestLocale(jar, request, interaction.transaction.request.uiLocales),
          shares: sharesOfCaller(deps.config, request.ip),
        }),
    }),
  );
  app.post(`${base}/interaction/:id/leave`, page, (request: InteractionRequest, reply) =>
    withInteractionForm(visitOf(mount, request, reply), request.params.id, {
      formId: 'leave',
      step: (interaction) => leaveToService(deps, interaction),
    }),
  );
  app.post(`${base}/interaction/:id/another-account`, page, (request: InteractionRequest, reply) =>
    withInteractionForm(visitOf(mount, request, reply), request.params.id, {
      formId: 'another-account',
      step: (interaction) => tryAnotherAccount(deps, interaction),
    }),
  );
}

/** Common props of the three pages of this step. */
interface Shown {
  readonly mount: Mount;
  readonly interaction: Interaction;
  readonly context: PageContext;
  /** Path of the page. */
  readonly path: string;
  /** Form that goes back to the service, with its token. */
  readonly leave: { readonly leaveAction: string; readonly leaveCsrf: string };
  readonly choose: { readonly chooseAction: string; readonly chooseCsrf: string };
}

function show(mount: Mount, interaction: Interaction, { request }: Visit): StepOutcome {
  const { deps, jar, base } = mount;
  const { id, version, transaction, registration, browserSecret } = interaction;
  if (transaction.state === 'identified' || transaction.state === 'ended') {
    return { kind: 'next', id, version, transaction };
  }
  const path = `${base}/interaction/${id}`;
  const shown: Shown = {
    mount,
    interaction,
    context: pageContext(deps.config, {
      locale: requestLocale(jar, request, transaction.request.uiLocales),
      serviceName: registration.displayName,
      path,
    }),
    path,
    leave: { leaveAction: `${path}/leave`, leaveCsrf: csrfToken(browserSecret, formName('leave', id)) },
    choose: {
      chooseAction: `${path}/provider`,
      chooseCsrf: csrfToken(browserSecret, formName('choose', id)),
    },
  };
  if (transaction.state === 'failed') return showFailure(shown, transaction, request.id);
  const awaiting = findAwaitingApproval(deps, interaction, accountToShow(request, transaction));
  return awaiting === undefined ? showChoice(shown) : showApproval(shown, awaiting);
}

function showFailure(
  { interaction, context, path, leave }: Shown,
  { error, detail }: Extract<Transaction, { readonly state: 'failed' }>,
  occurrenceId: string,
): StepOutcome {
  const { id, browserSecret } = interaction;
  return {
    kind: 'page',
    locale: context.locale,
    status: 403,
    page: FailurePage({
      context,
      code: error,
      occurrenceId,
      ...(detail !== undefined && { detail }),
      ...(canAnotherAccountHelp(error) && {
        another: {
          action: `${path}/another-account`,
          csrf: csrfToken(browserSecret, formName('another-account', id)),
        },
      }),
      ...leave,
    }),
  };
}

function showApproval({ context, path, leave, choose }: Shown, provider: Provider): StepOutcome {
  return {
    kind: 'page',
    locale: context.locale,
    page: ApprovalPage({
      context: { ...context, languageHrefs: languagesOf(`${path}?account=${provider.id}&`) },
      provider,
      choiceHref: `${path}?account=`,
      ...choose,
      ...leave,
    }),
  };
}

function showChoice({ mount, interaction, context: { locale }, path, leave, choose }: Shown): StepOutcome {
  const { deps, base } = mount;
  const { registration, transaction } = interaction;
  const { level } = transaction.request;
  const offers = offersFor(deps, registration, transaction).map(shownOffer);
  const notice = transaction.state === 'choosing' ? transaction.notice : undefined;
  const message = currentChoiceMessage(deps.registry.choicePage, deps.clock.now());
  return {
    kind: 'page',
    locale,
    page: deps.pages.choice(
      {
        locale,
        offers,
        level,
        logoBase: `${base}/logo`,
        ...(notice !== undefined && { notice }),
        ...(message !== undefined && { message: message[locale] }),
      },
      {
        service: registration.displayName,
        mainCsrf: choose.chooseCsrf,
        leaveCsrf: leave.leaveCsrf,
      },
      { path },
    ),
  };
}

/** The properties that the page needs, without the provider's secrets. */
function shownOffer({ provider, state }: Offer): ShownOffer {
  const { id, name, logo, display, maintenanceMessage } = provider;
  return {
    id,
    name,
    state,
    maintenanceMessage,
    hasLogo: logo !== undefined,
    beta: display?.beta === true,
    needsApproval: display?.approval !== undefined,
  };
}

const languagesOf = (before: string) => ({ fr: `${before}lang=fr`, en: `${before}lang=en` });

/** The account whose text is shown: the one followed on the choice page, or the one that the service's hint names. */
function accountToShow({ query }: Visit['request'], transaction: Transaction): string | undefined {
  const { account } = query as { readonly account?: unknown };
  if (account !== undefined) return typeof account === 'string' ? account : undefined;
  const cameBack = transaction.state === 'choosing' && transaction.notice !== undefined;
  return cameBack ? undefined : transaction.request.idpHint;
}
