/**
 * The ONE place that decides the next step. Steps return what they decided; this turns it into the next step or into an
 * answer to the browser. A step that needs no page (a hint, a rehearsal, a remembered session) runs here at once.
 */
import type { Registration } from '@garance/core';
import { nowSeconds } from '@garance/core';
import { sendError, sendPage } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { consentUrl, interactionUrl } from './addresses.ts';
import { type CookieJar, findBrowserSecret } from './browser.ts';
import type { HubDeps } from './deps.ts';
import { type IdentifiedInteraction, type Interaction, isIdentified } from './interaction.ts';
import { requestLocale } from './locale.ts';
import type { StepOutcome } from './outcome.ts';
import { FormPostPage } from './pages/form-post-page.tsx';
import { pageContext } from './pages/page-context.ts';
import { backLabel, type KnownService } from './pages/way-back.ts';
import { WithheldPage } from './pages/withheld-page.tsx';
import { consentIsRemembered, findSession, rememberSession, type Session } from './session.ts';
import { chooseProvider } from './steps/choose-provider/choose-provider.ts';
import { releaseToService } from './steps/consent/consent.ts';
import { becomeIdentified, identify } from './steps/identify/identify.ts';
import { authorizationResponseOf, errorToService, rehearsedResponseOf } from './to-service.ts';
import { type Traced, traceVisit } from './trace.ts';
import type { TransactionState } from './transaction.ts';

type Next = Extract<StepOutcome, { readonly kind: 'next' }>;

/** A request and its answer, with what both need: made once per request by the routes. */
export interface Visit {
  readonly deps: HubDeps;
  readonly jar: CookieJar;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The browser's secret, when it was made in this very request. */
  readonly browserSecret?: string;
  /** Of a login that was found: error pages lead back there. */
  readonly service?: KnownService;
  /** What the trace should know beyond the outcome. */
  readonly traced?: Traced;
}

/** Where a person in this state looks. */
const pageOf: Readonly<Record<TransactionState, (issuer: string, id: string) => string>> = {
  choosing: interactionUrl,
  'at-provider': interactionUrl,
  failed: interactionUrl,
  identified: consentUrl,
};

export async function dispatch(visit: Visit, outcome: StepOutcome): Promise<FastifyReply> {
  const { deps, reply } = visit;
  let current = outcome;
  // Each step moves the login forward along the transition table, so this ends.
  for (;;) {
    switch (current.kind) {
      case 'answered':
        current = await identify(deps, current.interaction, current.answer);
        break;
      case 'consented':
        current = await release(visit, current.interaction);
        break;
      case 'next': {
        const automatic = await runAutomaticStep(visit, current);
        const { id, transaction } = current;
        if (automatic === undefined) {
          trace(visit, outcome, current);
          return redirect(reply, pageOf[transaction.state](deps.config.issuer, id));
        }
        current = automatic;
        break;
      }
      default:
        trace(visit, outcome, current);
        return answer(visit, current);
    }
  }
}

function trace({ deps, request, traced = {} }: Visit, first: StepOutcome, last: StepOutcome): void {
  traceVisit(deps, request, { first, last, traced });
}

/** The step that needs nobody's decision, if there is one here. */
async function runAutomaticStep(visit: Visit, next: Next): Promise<StepOutcome | undefined> {
  const { deps, jar, request } = visit;
  const { transaction } = next;
  const silent = transaction.request.prompt.includes('none');
  const registration = deps.registry.findRegistration(transaction.request.clientId);
  const browserSecret = visit.browserSecret ?? findBrowserSecret(jar, request);
  if (registration === undefined || browserSecret === undefined) return undefined;
  const interaction: Interaction = { ...next, registration, browserSecret };
  if (transaction.state === 'failed' && silent) {
    return endWith(visit, next, errorToService(transaction.request, transaction.error, transaction.detail));
  }
  const session = await sessionFor(visit, registration, next);
  if (transaction.state === 'choosing') return fromChoosing(visit, interaction, session);
  if (!isIdentified(interaction)) return undefined;
  if (consentIsRemembered(session, interaction.transaction) || transaction.rehearsalPlan !== undefined) {
    return { kind: 'consented', interaction };
  }
  return silent
    ? endWith(visit, next, errorToService(transaction.request, 'interaction.consent_required'))
    : undefined;
}

async function fromChoosing(
  visit: Visit,
  interaction: Interaction,
  session: Session | undefined,
): Promise<StepOutcome | undefined> {
  const { deps, request, jar } = visit;
  const { transaction } = interaction;
  if (transaction.state !== 'choosing' || transaction.notice !== undefined) return undefined;
  if (transaction.rehearsalPlan !== undefined && deps.rehearsal !== undefined) {
    const { claims, level } = await deps.rehearsal.port.identity(transaction.rehearsalPlan);
    const answer = {
      providerId: 'rehearsal',
      claims,
      level: level ?? transaction.request.level,
      amr: ['pwd'],
      authTime: nowSeconds(deps.clock),
      idToken: '',
    };
    return { kind: 'answered', interaction, answer };
  }
  if (session !== undefined) return becomeIdentified(deps, interaction, session.signIn);
  if (transaction.request.prompt.includes('none')) {
    return endWith(
      visit,
      { kind: 'next', ...interaction },
      errorToService(transaction.request, 'authorize.login_required'),
    );
  }
  const { idpHint } = transaction.request;
  if (idpHint === undefined) return undefined;
  const locale = requestLocale(jar, request, transaction.request.uiLocales);
  return chooseProvider(deps, {
    loaded: interaction,
    registration: interaction.registration,
    providerId: idpHint,
    locale,
  });
}

/** The code for the service, and the session that later requests may use. */
async function release(visit: Visit, interaction: IdentifiedInteraction): Promise<StepOutcome> {
  const { deps, jar, request, reply } = visit;
  const { registration, transaction } = interaction;
  const locale = requestLocale(jar, request, transaction.request.uiLocales);
  const outcome = await releaseToService(deps, interaction, locale);
  if (outcome.kind === 'to-service' && 'code' in outcome.params) {
    const kept = await rememberSession(deps, {
      registration,
      transaction,
      cookie: jar.read(request, 'session'),
    });
    if (kept !== undefined) jar.write(reply, 'session', kept);
  }
  return outcome;
}

function sessionFor({ deps, jar, request }: Visit, registration: Registration, next: Next) {
  return findSession(deps, jar.read(request, 'session'), registration, next.transaction);
}

/** Ends the transaction; whoever comes second with it finds nothing. */
async function endWith({ deps }: Visit, { id, version }: Next, outcome: StepOutcome): Promise<StepOutcome> {
  const taken = await deps.inflight.takeTransaction(id, version);
  return taken ? outcome : { kind: 'error-page', error: 'interaction.out_of_order' };
}

type Answer = Exclude<StepOutcome, { readonly kind: 'next' | 'answered' | 'consented' }>;

async function answer(visit: Visit, outcome: Answer): Promise<FastifyReply> {
  const { deps, jar, request, reply } = visit;
  switch (outcome.kind) {
    case 'leave':
      return redirect(reply, outcome.url);
    case 'page':
      return sendPage(reply, outcome.page, {
        locale: outcome.locale,
        ...(outcome.status !== undefined && { status: outcome.status }),
        ...(outcome.formAction !== undefined && { formAction: outcome.formAction }),
      });
    case 'error-page':
      return sendError(reply, outcome.error, {
        detail: outcome.detail,
        as: 'page',
        ...(outcome.clientId !== undefined && { logged: { clientId: outcome.clientId } }),
        ...(visit.service !== undefined && { page: withWayBack(visit, visit.service) }),
      });
    case 'to-service': {
      const response =
        outcome.rehearsalPlan === undefined
          ? authorizationResponseOf(deps.config, outcome)
          : await rehearsedResponseOf(deps, outcome, outcome.rehearsalPlan);
      if (response.kind === 'redirect') return redirect(reply, response.url);
      const locale = requestLocale(jar, request);
      const context = pageContext(deps.config, { locale });
      if (response.kind === 'withheld') return sendPage(reply, WithheldPage({ context }), { locale });
      return sendPage(reply, FormPostPage({ context, ...response }), {
        formAction: [new URL(response.action).origin],
        locale,
      });
    }
  }
}

function withWayBack({ jar, request }: Visit, { name, href, uiLocales }: KnownService) {
  const locale = requestLocale(jar, request, uiLocales);
  return { locale, serviceName: name, action: { href, label: backLabel(locale, name) } };
}

function redirect(reply: FastifyReply, url: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(url, 303);
}
