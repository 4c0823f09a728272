/**
 * What a service's developers may know of their requests: when, where, how it ended, which checks it passed. Never a
 * parameter's value, a token or anything of a person (security.md 18), what the civil register said included (security.md
 * 33). Recorded aside: no answer waits for it.
 */
import { codeForService, type ErrorCode } from '@garance/core';
import type { TraceEntry } from '@garance/store';
import type { FastifyRequest } from 'fastify';
import type { ApiOutcome } from './api-outcome.ts';
import type { HubDeps } from './deps.ts';
import type { StepOutcome } from './outcome.ts';
import { passedChecks } from './trace-checks.ts';

export interface TracePort {
  /** Returns at once and never throws. */
  record(entry: TraceEntry): void;
}

type TraceDeps = Pick<HubDeps, 'trace' | 'registry' | 'config' | 'clock'>;

/** What the routes know of a request beyond its outcome. */
export interface Traced {
  /** The client, or who the request claims to come from. */
  readonly clientId?: string | undefined;
  /** Why the login had already failed, on the page that says so. */
  readonly failure?: ErrorCode | undefined;
}

interface Ending {
  readonly clientId: string | undefined;
  readonly error?: ErrorCode | undefined;
  readonly detail?: string | undefined;
}

const endpoints: Readonly<Record<string, string>> = {
  '/authorize': 'authorize',
  '/par': 'par',
  '/interaction/:id': 'choose-provider',
  '/interaction/:id/provider': 'choose-provider',
  '/interaction/:id/leave': 'leave',
  '/interaction/:id/another-account': 'choose-provider',
  '/oidc-callback/:providerId': 'callback',
  '/interaction/:id/consent': 'consent',
  '/token': 'token',
  '/token/revocation': 'revocation',
  '/userinfo': 'userinfo',
  '/session/end': 'logout',
  '/session/end/confirm': 'logout',
  '/logout/provider-return': 'logout',
};

/** The pages that only take a browser on. */
const wayOut: ReadonlySet<string> = new Set(['/interaction/:id/onward', '/interaction/:id/ended', '/onward']);

function pathOf({ config }: Pick<HubDeps, 'config'>, request: FastifyRequest): string {
  return (request.routeOptions.url ?? '').slice(new URL(config.issuer).pathname.length);
}

/** A request through a browser: `first` is what its step decided, `last` what the dispatcher made of it. */
export function traceVisit(
  deps: TraceDeps,
  request: FastifyRequest,
  {
    first,
    last,
    traced,
  }: { readonly first: StepOutcome; readonly last: StepOutcome; readonly traced: Traced },
): void {
  if (deps.trace === undefined) return;
  // Showing a page again says nothing new, unless it says why the login failed; the way out was recorded when it was chosen.
  if (last.kind === 'page' && traced.failure === undefined) return;
  if (last.kind === 'deliver' || wayOut.has(pathOf(deps, request))) return;
  const clientId = traced.clientId ?? clientOf(first) ?? clientOf(last);
  record(deps, request, { clientId, ...endingOf(last, traced) });
}

/** A request that the service itself made. */
export function traceApi(deps: TraceDeps, request: FastifyRequest, outcome: ApiOutcome): void {
  if (deps.trace === undefined) return;
  const { clientId } = outcome;
  const why = outcome.kind === 'error' ? { error: outcome.error, detail: outcome.detail } : {};
  record(deps, request, { clientId, ...why });
}

function record(deps: TraceDeps, request: FastifyRequest, { clientId, error, detail }: Ending): void {
  const { trace, registry, config, clock } = deps;
  const registration = clientId === undefined ? undefined : registry.findRegistration(clientId);
  // Made-up client ids would be a way to fill the store.
  if (registration === undefined) return;
  const endpoint = endpoints[pathOf({ config }, request)] ?? 'other';
  const told = error === undefined ? undefined : codeForService(error);
  trace?.record({
    atMs: clock.now(),
    hub: { platform: config.platform, environment: config.environment },
    clientId: registration.clientId,
    endpoint,
    occurrenceId: request.id,
    outcome: told ?? 'accepted',
    ...(detail !== undefined && told === error && { detail: detail.slice(0, 200) }),
    checks: passedChecks(endpoint, registration.profile, told),
  });
}

function clientOf(outcome: StepOutcome): string | undefined {
  switch (outcome.kind) {
    case 'next':
      return outcome.transaction.request.clientId;
    case 'answered':
    case 'consented':
      return outcome.interaction.registration.clientId;
    default:
      return undefined;
  }
}

function endingOf(last: StepOutcome, { failure }: Traced): Omit<Ending, 'clientId'> {
  switch (last.kind) {
    case 'error-page':
      return { error: last.error, detail: last.detail };
    case 'to-service':
      return { error: last.failure?.error, detail: last.failure?.detail };
    case 'onward':
      return { error: last.answer?.failure?.error, detail: last.answer?.failure?.detail };
    case 'next': {
      const { transaction } = last;
      if (transaction.state === 'failed') return { error: transaction.error, detail: transaction.detail };
      return { error: transaction.state === 'choosing' ? transaction.notice : undefined };
    }
    default:
      return { error: failure };
  }
}
