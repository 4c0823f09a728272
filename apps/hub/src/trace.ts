/**
 * What a service's developers may see of the steps of their logins: which step, when, how long, how it ended, which
 * checks passed and which one failed. Never a parameter's value, a token or personal data (security.md 18), nor the
 * civil register's answer (security.md 33). The same is counted by the hour, without any login. Recorded
 * asynchronously: no answer waits for it.
 */
import { codeForService } from '@garance/core';
import type { FastifyReply } from 'fastify';
import { pathOf } from './addresses.ts';
import type { ApiOutcome } from './api-outcome.ts';
import type { HubDeps } from './deps.ts';
import { bucketOf, untoldBucket } from './duration-buckets.ts';
import type { StepOutcome } from './outcome.ts';
import type { Failure } from './to-service.ts';
import { checksOf, findPlace, innerPlaces, type Place, passedChecks } from './trace-steps.ts';
import type { LoadedTransaction } from './transaction.ts';
import type { Traced, Visit } from './visit.ts';

type TraceDeps = Pick<HubDeps, 'trace' | 'counts' | 'steps' | 'registry' | 'config' | 'clock'>;

const hourMs = 3_600_000;

/** Collects the steps of one request for the trace. */
export interface StepTrace {
  /** A step begins that has no request of its own: the previous one succeeded, with this outcome. */
  enter(step: keyof typeof innerPlaces, outcome: StepOutcome): void;
  /** The last step of this request ended. */
  end(outcome: StepOutcome): void;
}

/** Facts of a login, as far as they are known. */
type Facts = Omit<Traced, 'failure'>;

interface StepEnd extends Facts {
  readonly place: Place;
  readonly failure: Failure | undefined;
  readonly durationMs: number;
  readonly occurrenceId: string;
}

/**
 * All steps of a request are written when its last one has ended, with that time: the time at which the first one ended
 * would disclose how long the civil register took (security.md 33).
 *
 * @param first outcome of the step of this request
 */
export function traceSteps({ deps, reply, traced = {} }: Visit, first: StepOutcome): StepTrace {
  const { failure, ...known } = traced;
  const occurrenceId = reply.request.id;
  const steps: StepEnd[] = [];
  let facts: Facts = factsOf(first, known);
  let place = placeOf(deps, reply);
  let beganMs = 0;
  const endStep = (outcome: StepOutcome): void => {
    facts = factsOf(outcome, facts);
    const nowMs = reply.elapsedTime;
    if (place !== undefined && outcome.kind !== 'deliver') {
      const shown = outcome.kind === 'page' && failure !== undefined ? { error: failure } : undefined;
      const durationMs = nowMs - beganMs;
      steps.push({ ...facts, place, failure: failureOf(outcome) ?? shown, durationMs, occurrenceId });
    }
    beganMs = nowMs;
  };
  return {
    enter: (step, outcome) => {
      // The form of a page and its effect are one step.
      if (place?.step === step) return;
      endStep(outcome);
      place = innerPlaces[step];
    },
    end: (outcome) => {
      endStep(outcome);
      for (const step of steps) record(deps, step);
    },
  };
}

/** A request that the service itself made. */
export function traceApi(deps: TraceDeps, reply: FastifyReply, outcome: ApiOutcome): void {
  const place = placeOf(deps, reply);
  if (place === undefined) return;
  const { clientId, login } = outcome;
  record(deps, {
    place,
    clientId,
    ...login,
    failure: outcome.kind === 'error' ? outcome : undefined,
    durationMs: reply.elapsedTime,
    occurrenceId: reply.request.id,
  });
}

function placeOf({ config }: TraceDeps, { request }: FastifyReply): Place | undefined {
  const url = request.routeOptions.url ?? '';
  return findPlace(request.method, url.slice(pathOf(config.issuer).length));
}

function record(deps: TraceDeps, step: StepEnd): void {
  const { trace, counts, steps, registry, config, clock } = deps;
  const { place, failure, reference, durationMs, occurrenceId } = step;
  const providerId = countedProvider(deps, step.providerId);
  steps?.ended({ step: place.step, providerId, ...(failure !== undefined && { error: failure.error }) });
  if (trace === undefined && counts === undefined) return;
  const { platform, environment } = config;
  const registration = step.clientId === undefined ? undefined : registry.findRegistration(step.clientId);
  const nowMs = clock.now();
  const publicCode = failure === undefined ? undefined : codeForService(failure.error);
  // The duration would distinguish causes that share a public code.
  const isCausePublic = publicCode === failure?.error;
  const outcome = publicCode ?? 'accepted';
  counts?.record({
    hourMs: nowMs - (nowMs % hourMs),
    hub: { platform, environment },
    // Unregistered names are left out, so that requests cannot fill the table with them.
    clientId: registration?.clientId ?? 'unknown',
    providerId,
    step: place.step,
    outcome,
    duration: isCausePublic ? bucketOf(durationMs) : untoldBucket,
  });
  if (trace === undefined || registration === undefined) return;
  const rows = checksOf(place.step, registration.profile);
  const failed = failure?.check;
  trace.record({
    atMs: nowMs,
    hub: { platform, environment },
    clientId: registration.clientId,
    endpoint: place.endpoint,
    occurrenceId,
    outcome,
    ...(failure?.detail !== undefined && isCausePublic && { detail: failure.detail.slice(0, 200) }),
    checks: passedChecks(rows, { refused: failure !== undefined, failed }),
    ...(failed !== undefined && { failedCheck: failed }),
    ...(reference !== undefined && { loginReference: reference }),
    step: place.step,
    ...(isCausePublic && { durationMs: Math.round(durationMs) }),
  });
}

function countedProvider({ registry }: TraceDeps, providerId: string | undefined): string {
  if (providerId === undefined) return 'none';
  return registry.findProvider(providerId)?.id ?? 'unknown';
}

/** Facts of the login in an outcome; facts that it does not contain stay as known. */
function factsOf(outcome: StepOutcome, known: Facts): Facts {
  switch (outcome.kind) {
    case 'next':
      return factsOfLogin(outcome, known);
    case 'answered':
      return { ...factsOfLogin(outcome.interaction, known), providerId: outcome.answer.providerId };
    case 'consented':
      return factsOfLogin(outcome.interaction, known);
    case 'onward':
      return { ...known, providerId: outcome.providerId ?? known.providerId };
    default:
      return known;
  }
}

function factsOfLogin({ transaction }: Pick<LoadedTransaction, 'transaction'>, known: Facts): Facts {
  const { clientId, reference } = transaction.request;
  return { clientId, reference, providerId: providerOf(transaction) ?? known.providerId };
}

/** The provider that the person was sent to, or came from. */
export function providerOf(transaction: LoadedTransaction['transaction']): string | undefined {
  if (transaction.state === 'at-provider') return transaction.sent.providerId;
  return transaction.state === 'identified' ? transaction.person.providerId : undefined;
}

function failureOf(outcome: StepOutcome): Failure | undefined {
  switch (outcome.kind) {
    case 'error-page':
      return outcome;
    case 'to-service':
      return outcome.failure;
    case 'onward':
      return outcome.answer?.failure;
    case 'next': {
      const { transaction } = outcome;
      if (transaction.state === 'failed') return { error: transaction.error, detail: transaction.detail };
      const notice = transaction.state === 'choosing' ? transaction.notice : undefined;
      return notice === undefined ? undefined : { error: notice };
    }
    default:
      return undefined;
  }
}
