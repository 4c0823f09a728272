import { currentChoiceMessage } from '@garance/core';
import { single } from '@garance/oidc';
import { csrfToken } from '@garance/web/server';
import type { Visit } from '../../dispatch.ts';
import type { Interaction } from '../../interaction.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import {
  formName,
  type InteractionRequest,
  type Mount,
  page,
  withInteraction,
  withInteractionForm,
} from '../../mount.ts';
import type { StepOutcome } from '../../outcome.ts';
import { FailurePage } from '../../pages/failure-page.tsx';
import { pageContext } from '../../pages/page-context.ts';
import { sharesOfCaller } from '../../room.ts';
import type { Transaction } from '../../transaction.ts';
import { ApprovalPage } from './approval-page.tsx';
import { chooseProvider, findAwaitingApproval, offersFor } from './choose-provider.ts';
import { canAnotherAccountHelp, leaveToService, tryAnotherAccount } from './leave.ts';
import { ChoicePage } from './page.tsx';

export function mountChooseProvider(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  app.get(`${base}/interaction/:id`, page, (request: InteractionRequest, reply) => {
    rememberLanguage(jar, request, reply);
    return withInteraction(mount, request, reply, async (interaction, visit) =>
      show(mount, interaction, visit),
    );
  });
  app.post(`${base}/interaction/:id/provider`, page, (request: InteractionRequest, reply) =>
    withInteractionForm(mount, request, reply, {
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
    withInteractionForm(mount, request, reply, {
      formId: 'leave',
      step: (interaction) => leaveToService(deps, interaction),
    }),
  );
  app.post(`${base}/interaction/:id/another-account`, page, (request: InteractionRequest, reply) =>
    withInteractionForm(mount, request, reply, {
      formId: 'another-account',
      step: (interaction) => tryAnotherAccount(deps, interaction),
    }),
  );
}

async function show(
  { deps, jar, base }: Mount,
  interaction: Interaction,
  { request }: Visit,
): Promise<StepOutcome> {
  const { id, version, transaction, registration, browserSecret } = interaction;
  if (transaction.state === 'identified' || transaction.state === 'ended') {
    return { kind: 'next', id, version, transaction };
  }
  const path = `${base}/interaction/${id}`;
  const context = pageContext(deps.config, {
    locale: requestLocale(jar, request, transaction.request.uiLocales),
    serviceName: registration.displayName,
    path,
  });
  const leave = { leaveAction: `${path}/leave`, leaveCsrf: csrfToken(browserSecret, formName('leave', id)) };
  if (transaction.state === 'failed') {
    const { error, detail } = transaction;
    return {
      kind: 'page',
      locale: context.locale,
      status: 403,
      page: FailurePage({
        context,
        code: error,
        occurrenceId: request.id,
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
  const chooseForm = {
    chooseAction: `${path}/provider`,
    chooseCsrf: csrfToken(browserSecret, formName('choose', id)),
  };
  const account = accountAsked(request, transaction);
  const awaiting = findAwaitingApproval(deps, registration, transaction, account);
  if (awaiting !== undefined) {
    return {
      kind: 'page',
      locale: context.locale,
      page: ApprovalPage({
        context: { ...context, languageHrefs: languagesOf(`${path}?account=${awaiting.id}&`) },
        provider: awaiting,
        choiceHref: `${path}?account=`,
        ...chooseForm,
        ...leave,
      }),
    };
  }
  const offers = offersFor(deps, registration, transaction);
  const message = currentChoiceMessage(deps.registry.choicePage, deps.clock.now());
  return {
    kind: 'page',
    locale: context.locale,
    page: ChoicePage({
      context,
      offers,
      ...(transaction.state === 'choosing' &&
        transaction.notice !== undefined && { notice: transaction.notice }),
      ...(message !== undefined && { message: message[context.locale] }),
      level: transaction.request.level,
      logoBase: `${base}/logo`,
      approvalHref: (providerId) => `${path}?account=${encodeURIComponent(providerId)}`,
      ...chooseForm,
      ...leave,
    }),
  };
}

const languagesOf = (before: string) => ({ fr: `${before}lang=fr`, en: `${before}lang=en` });

/** Which account's text is to be shown: the one followed on the choice page, or at first the one that the service sent to. */
function accountAsked({ query }: Visit['request'], transaction: Transaction): string | undefined {
  const { account } = query as { readonly account?: unknown };
  if (account !== undefined) return typeof account === 'string' ? account : undefined;
  const cameBack = transaction.state === 'choosing' && transaction.notice !== undefined;
  return cameBack ? undefined : transaction.request.idpHint;
}
