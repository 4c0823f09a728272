/**
 * The ONE place that decides the next step. Steps return what they decided; this turns it into the next step or into an
 * answer to the browser. A step that needs no page (a hint, a rehearsal, a remembered session) runs here at once.
 */
import type { Registration } from '@garance/core';
import { nowSeconds } from '@garance/core';
import { anyHttpsOrigin, loopbackOrigins, sendError, sendPage } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { consentUrl, endedUrl, interactionUrl, onwardUrl } from './addresses.ts';
import { type CookieJar, findBrowserSecret } from './browser.ts';
import type { HubDeps } from './deps.ts';
import { endLogin } from './ending.ts';
import { type IdentifiedInteraction, type Interaction, isIdentified } from './interaction.ts';
import { deviceCookieSeconds, isKnownOnDevice, rememberOnDevice } from './known-device.ts';
import { leaveUrl } from './leave-address.ts';
import { requestLocale } from './locale.ts';
import type { StepOutcome, ToServiceOutcome } from './outcome.ts';
import { FormPostPage } from './pages/form-post-page.tsx';
import { OnwardPage } from './pages/onward-page.tsx';
import { pageContext } from './pages/page-context.ts';
import { backLabel, findService, homeLabel, type KnownService, loginLabel } from './pages/way-back.ts';
import { WithheldPage } from './pages/withheld-page.tsx';
import { sharesOfCaller } from './room.ts';
import { answerOf, consentIsRemembered, findSession, rememberSession, type Session } from './session.ts';
import {
  chooseProvider,
  findAwaitingApproval,
  findOffered,
} from './steps/choose-provider/choose-provider.ts';
import { releaseToService } from './steps/consent/consent.ts';
import { identify } from './steps/identify/identify.ts';
import { rememberSuccessor } from './successor.ts';
import { authorizationResponseOf, errorToService, rehearsedResponseOf } from './to-service.ts';
import { type Traced, traceVisit } from './trace.ts';
import type { EndingResponse, TransactionState } from './transaction.ts';

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
  /** Where this browser's login is, when the request was for where it no longer is. */
  readonly loginHref?: string;
  /** What the trace should know beyond the outcome. */
  readonly traced?: Traced;
  /** The request came by a form of the service's: browsers apply its `form-action` to our redirects. */
  readonly byForm?: boolean;
}

/** Where a person in this state looks. */
const pageOf: Readonly<Record<TransactionState, (issuer: string, id: string) => string>> = {
  choosing: interactionUrl,
  'at-provider': interactionUrl,
  failed: interactionUrl,
  identified: consentUrl,
  ended: endedUrl,
};

export async function dispatch(visit: Visit, outcome: StepOutcome): Promise<FastifyReply> {
  const { deps, reply } = visit;
  let current = outcome;
  // Each step moves the login forward along the transition table, so this ends.
  for (;;) {
    switch (current.kind) {
      case 'answered':
        current = await identifyIn(visit, current);
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

/** The login goes on under another identifier, which this browser alone is told. */
async function identifyIn(
  { deps, jar, reply }: Visit,
  { interaction, answer, state }: Extract<StepOutcome, { readonly kind: 'answered' }>,
): Promise<StepOutcome> {
  const outcome = await identify(deps, interaction, answer);
  if (outcome.kind === 'next' && outcome.id !== interaction.id && state !== undefined) {
    const from = [interaction.id, state];
    rememberSuccessor({ jar, vault: deps.vault }, reply, { from, to: outcome.id });
  }
  return outcome;
}

function trace({ deps, request, traced = {} }: Visit, first: StepOutcome, last: StepOutcome): void {
  traceVisit(deps, request, { first, last, traced });
}

/** The step that needs nobody's decision, if there is one here. */
async function runAutomaticStep(visit: Visit, next: Next): Promise<StepOutcome | undefined> {
  const { deps, jar, request } = visit;
  const { transaction } = next;
  if (transaction.state === 'ended') return undefined;
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
  if (
    consentIsRemembered(session, registration, interaction.transaction) ||
    transaction.rehearsalPlan !== undefined
  ) {
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
      amr: ['fc'],
      authTime: nowSeconds(deps.clock),
      idToken: '',
    };
    return { kind: 'answered', interaction, answer };
  }
  const remembered = fromSession(deps, interaction, session);
  if (remembered !== undefined) return remembered;
  if (transaction.request.prompt.includes('none')) {
    return endWith(
      visit,
      { kind: 'next', ...interaction },
      errorToService(transaction.request, 'authorize.login_required'),
    );
  }
  const { idpHint } = transaction.request;
  if (idpHint === undefined) return undefined;
  // The page with its text is shown first.
  if (findAwaitingApproval(deps, interaction.registration, transaction, idpHint) !== undefined)
    return undefined;
  const locale = requestLocale(jar, request, transaction.request.uiLocales);
  return chooseProvider(deps, {
    interaction,
    providerId: idpHint,
    approved: false,
    locale,
    shares: sharesOfCaller(deps.config, request.ip),
  });
}

/** Only where this service could be sent to that provider now: the rest of a fresh login follows. */
function fromSession(
  deps: HubDeps,
  interaction: Interaction,
  session: Session | undefined,
): StepOutcome | undefined {
  const answer = session === undefined ? undefined : answerOf(session);
  if (answer === undefined) return undefined;
  const { registration, transaction } = interaction;
  const offered = findOffered(deps, registration, transaction, answer.providerId);
  return offered === undefined ? undefined : { kind: 'answered', interaction, answer };
}

/** The code for the service, and the session that later requests may use. */
async function release(visit: Visit, interaction: IdentifiedInteraction): Promise<StepOutcome> {
  const { deps, jar, request, reply } = visit;
  const { registration, transaction } = interaction;
  const locale = requestLocale(jar, request, transaction.request.uiLocales);
  const { fingerprint } = transaction.person;
  const [cookie, seal] = [jar.read(request, 'device'), { vault: deps.vault, nowMs: deps.clock.now() }];
  const knownDevice = isKnownOnDevice(seal, cookie, fingerprint);
  const outcome = await releaseToService(deps, interaction, { locale, knownDevice });
  const given = outcome.kind === 'onward' ? outcome.answer : outcome;
  if (given?.kind === 'to-service' && 'code' in given.params) {
    if (transaction.rehearsalPlan === undefined) {
      jar.write(reply, 'device', rememberOnDevice(seal, cookie, fingerprint), deviceCookieSeconds);
    }
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

/** Ends the login with an error; of two requests one does. */
async function endWith({ deps }: Visit, next: Next, answer: ToServiceOutcome): Promise<StepOutcome> {
  const ended = await endLogin(deps, next, { answer });
  return ended?.outcome ?? { kind: 'error-page', error: 'interaction.out_of_order' };
}

type Answer = Exclude<StepOutcome, { readonly kind: 'next' | 'answered' | 'consented' }>;

async function answer(visit: Visit, outcome: Answer): Promise<FastifyReply> {
  const { deps, reply } = visit;
  switch (outcome.kind) {
    case 'onward':
      return redirect(reply, onwardUrl(deps.config.issuer, outcome.id));
    case 'leave':
      return leave(visit, outcome);
    case 'deliver':
      return deliver(visit, outcome.response, outcome.name);
    case 'page': {
      const { page, locale, status, refresh } = outcome;
      return sendPage(reply, page, {
        locale,
        ...(status !== undefined && { status }),
        ...(refresh !== undefined && { refresh }),
      });
    }
    case 'error-page':
      return sendError(reply, outcome.error, {
        detail: outcome.detail,
        as: 'page',
        ...(outcome.clientId !== undefined && { logged: { clientId: outcome.clientId } }),
        page: withWayOn(visit, outcome),
      });
    case 'to-service': {
      const response =
        outcome.rehearsalPlan === undefined
          ? authorizationResponseOf(deps.config, outcome)
          : await rehearsedResponseOf(deps, outcome, outcome.rehearsalPlan);
      if (response.kind === 'redirect' && visit.byForm !== true) return redirect(reply, response.url);
      return deliver(visit, response);
    }
  }
}

/** After a form the browser gets a GET of its own first, so that a reload sends nothing again. */
function leave(visit: Visit, { url, name }: Extract<Answer, { readonly kind: 'leave' }>): FastifyReply {
  const { deps, jar, request, reply } = visit;
  const secret = visit.browserSecret ?? findBrowserSecret(jar, request);
  const address = request.method === 'POST' ? leaveUrl(deps, { url, name }, secret) : undefined;
  return address === undefined ? moveOn(visit, url, name) : redirect(reply, address);
}

/** The answer to the service as a page of ours that takes the browser there. */
function deliver(visit: Visit, response: EndingResponse, name?: string): FastifyReply {
  const { deps, jar, request, reply } = visit;
  if (response.kind === 'redirect') return moveOn(visit, response.url, name);
  const locale = requestLocale(jar, request, visit.service?.uiLocales);
  const context = pageContext(deps.config, { locale });
  if (response.kind === 'withheld') return sendPage(reply, WithheldPage({ context }), { locale });
  return sendPage(reply, FormPostPage({ context, ...response }), {
    formAction: formPostOrigins(response.action),
    locale,
  });
}

/** Wherever the service's callback leads from there. Plain http is registered for loopback alone. */
function formPostOrigins(action: string): readonly string[] {
  return new URL(action).protocol === 'http:' ? [anyHttpsOrigin, ...loopbackOrigins] : [anyHttpsOrigin];
}

function moveOn({ deps, jar, request, reply, service }: Visit, url: string, name?: string): FastifyReply {
  const locale = requestLocale(jar, request, service?.uiLocales);
  const { href, host } = new URL(url);
  const context = pageContext(deps.config, { locale });
  return sendPage(reply, OnwardPage({ context, url: href, name: name ?? host }), {
    locale,
    refresh: { url: href, seconds: 0 },
  });
}

/** To the login, back to its service, else to the one that this browser came from last, else to what this hub is. */
function withWayOn(
  { deps, jar, request, service: ofLogin, loginHref }: Visit,
  { service: named, action: way }: Extract<Answer, { readonly kind: 'error-page' }>,
) {
  if (loginHref !== undefined) {
    const locale = requestLocale(jar, request);
    return { locale, action: { href: loginHref, label: loginLabel(locale) } };
  }
  const known = ofLogin ?? named;
  if (way !== undefined) return { locale: requestLocale(jar, request), action: way };
  const service = known ?? findService(deps.registry, jar.read(request, 'service'));
  const locale = requestLocale(jar, request, service?.uiLocales);
  if (service === undefined)
    return { locale, action: { href: '/', label: homeLabel(locale, deps.config.platformName) } };
  const action = { href: service.href, label: backLabel(locale, service.name) };
  return known === undefined ? { locale, action } : { locale, action, serviceName: service.name };
}

function redirect(reply: FastifyReply, url: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(url, 303);
}
