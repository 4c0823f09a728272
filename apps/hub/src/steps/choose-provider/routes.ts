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
import { chooseProvider, offersFor } from './choose-provider.ts';
import { helpsAnotherAccount, leaveToService, tryAnotherAccount } from './leave.ts';
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
        ...(helpsAnotherAccount(error) && {
          another: {
            action: `${path}/another-account`,
            csrf: csrfToken(browserSecret, formName('another-account', id)),
          },
        }),
        ...leave,
      }),
    };
  }
  const offers = offersFor(deps, registration, transaction);
  return {
    kind: 'page',
    locale: context.locale,
    page: ChoicePage({
      context,
      offers,
      ...(transaction.state === 'choosing' &&
        transaction.notice !== undefined && { notice: transaction.notice }),
      level: transaction.request.level,
      logoBase: `${base}/logo`,
      chooseAction: `${path}/provider`,
      chooseCsrf: csrfToken(browserSecret, formName('choose', id)),
      ...leave,
    }),
  };
}
