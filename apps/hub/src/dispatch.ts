/**
 * The only place that decides the next step. Steps return an outcome; this module turns it into the next step or into
 * an answer to the browser. A step that needs no page (a hint, a known identity, a remembered consent) runs here at
 * once.
 */
import type { FastifyReply } from 'fastify';
import { consentUrl, endedUrl, interactionUrl } from './addresses.ts';
import { answer, redirect } from './answer.ts';
import { findBrowserSecret } from './browser.ts';
import type { HubDeps } from './deps.ts';
import { endLogin } from './ending.ts';
import { type IdentifiedInteraction, type Interaction, isIdentified } from './interaction.ts';
import { deviceCookieSeconds, isKnownOnDevice, rememberOnDevice } from './known-device.ts';
import { requestLocale } from './locale.ts';
import type { StepOutcome } from './outcome.ts';
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
import { errorToService, type ToServiceOutcome } from './to-service.ts';
import { traceSteps } from './trace.ts';
import type { TransactionState, VerifiedAnswer } from './transaction.ts';
import type { Visit } from './visit.ts';

type Next = Extract<StepOutcome, { readonly kind: 'next' }>;

/** The page of each state. */
const pageOf: Readonly<Record<TransactionState, (issuer: string, id: string) => string>> = {
  choosing: interactionUrl,
  'at-provider': interactionUrl,
  failed: interactionUrl,
  identified: consentUrl,
  ended: endedUrl,
};

export async function dispatch(visit: Visit, outcome: StepOutcome): Promise<FastifyReply> {
  const { deps, reply } = visit;
  const trace = traceSteps(visit, outcome);
  let current = outcome;
  // Ends, because each step moves the login forward along the transition table.
  for (;;) {
    switch (current.kind) {
      case 'answered':
        trace.enter('identify', current);
        current = await identifyIn(visit, current);
        break;
      case 'consented':
        trace.enter('consent', current);
        current = await release(visit, current.interaction);
        break;
      case 'next': {
        const automatic = await runAutomaticStep(visit, current);
        if (automatic === undefined) {
          trace.end(current);
          return redirect(reply, pageOf[current.transaction.state](deps.config.issuer, current.id));
        }
        current = automatic;
        break;
      }
      default:
        trace.end(current);
        return answer(visit, current);
    }
  }
}

/** Continues the login under another identifier, which only this browser receives. */
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

/** Runs the step that needs no decision of the citizen, if the state has one. */
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
  const session = await findSession(deps, jar.read(request, 'session'), { registration, transaction });
  if (transaction.state === 'choosing') return fromChoosing(visit, interaction, session);
  if (!isIdentified(interaction)) return undefined;
  const remembered = consentIsRemembered(session, registration, interaction.transaction);
  if (deps.logins.conductOf(transaction.plan).isConsented(remembered)) {
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
  const known = await deps.logins.conductOf(transaction.plan).findAnswer(transaction.request);
  const answer = known ?? fromSession(deps, interaction, session);
  if (answer !== undefined) return { kind: 'answered', interaction, answer };
  if (transaction.request.prompt.includes('none')) {
    return endWith(
      visit,
      { kind: 'next', ...interaction },
      errorToService(transaction.request, 'authorize.login_required'),
    );
  }
  const { idpHint } = transaction.request;
  if (idpHint === undefined) return undefined;
  // The page with the provider's text must be shown first.
  if (findAwaitingApproval(deps, interaction, idpHint) !== undefined) return undefined;
  const locale = requestLocale(jar, request, transaction.request.uiLocales);
  return chooseProvider(deps, {
    interaction,
    providerId: idpHint,
    approved: false,
    locale,
    shares: sharesOfCaller(deps.config, request.ip),
  });
}

/** Only when this service could be sent to that provider now. */
function fromSession(
  deps: HubDeps,
  interaction: Interaction,
  session: Session | undefined,
): VerifiedAnswer | undefined {
  const answer = session === undefined ? undefined : answerOf(session);
  if (answer === undefined) return undefined;
  return findOffered(deps, interaction, answer.providerId) === undefined ? undefined : answer;
}

/** Issues the code for the service, and stores what later requests of this browser may use. */
async function release(visit: Visit, interaction: IdentifiedInteraction): Promise<StepOutcome> {
  const { deps, jar, request } = visit;
  const { transaction } = interaction;
  const locale = requestLocale(jar, request, transaction.request.uiLocales);
  const seal = { vault: deps.vault, nowMs: deps.clock.now() };
  const knownDevice = isKnownOnDevice(seal, jar.read(request, 'device'), transaction.person.fingerprint);
  const outcome = await releaseToService(deps, interaction, { locale, knownDevice });
  const answer = outcome.kind === 'onward' ? outcome.answer : outcome;
  if (answer?.kind === 'to-service' && 'code' in answer.params) {
    await deps.logins.conductOf(transaction.plan).keep(() => rememberInBrowser(visit, interaction));
  }
  return outcome;
}

/** Remembers the sign-in on this device, and the session where single sign-on is enabled. */
async function rememberInBrowser(
  { deps, jar, request, reply }: Visit,
  { registration, transaction }: IdentifiedInteraction,
): Promise<boolean> {
  const seal = { vault: deps.vault, nowMs: deps.clock.now() };
  const value = rememberOnDevice(seal, jar.read(request, 'device'), transaction.person.fingerprint);
  jar.write(reply, 'device', { value, maxAgeSeconds: deviceCookieSeconds });
  const cookie = jar.read(request, 'session');
  const kept = await rememberSession(deps, { registration, transaction, cookie });
  if (kept !== undefined) jar.write(reply, 'session', { value: kept });
  return true;
}

/** Ends the login with an error; of two concurrent requests only one does. */
async function endWith({ deps }: Visit, next: Next, answer: ToServiceOutcome): Promise<StepOutcome> {
  const ended = await endLogin(deps, next, { answer });
  return ended?.outcome ?? { kind: 'error-page', error: 'interaction.out_of_order' };
}
