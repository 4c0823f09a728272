import type { RawParams } from '@garance/oidc';
import { readParams, single } from '@garance/oidc';
import { checkCsrf, checkSameSite, rawQuery } from '@garance/web/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readForm } from './api.ts';
import { type CookieJar, findBrowserSecret } from './browser.ts';
import type { HubDeps } from './deps.ts';
import { dispatch } from './dispatch.ts';
import { isEnded, repeatEnding } from './ending.ts';
import { type Interaction, type LoadResult, loadInteraction } from './interaction.ts';
import type { StepOutcome } from './outcome.ts';
import { homeOf } from './pages/way-back.ts';
import { findSuccessor } from './successor.ts';
import { providerOf } from './trace.ts';
import type { FormId } from './transaction.ts';
import type { Visit } from './visit.ts';

/** What mounting the routes of a step needs. */
export interface Mount {
  readonly app: FastifyInstance;
  readonly deps: HubDeps;
  readonly jar: CookieJar;
  /** Path of the issuer, below which the protocol's paths are. */
  readonly base: string;
}

export type InteractionRequest = FastifyRequest<{ Params: { readonly id: string } }>;

/** Pages for people: errors of these routes are pages. */
export const page = { config: { answers: 'page' as const } };
export const json = { config: { answers: 'json' as const } };

export function visitOf({ deps, jar }: Mount, request: FastifyRequest, reply: FastifyReply): Visit {
  return { deps, jar, request, reply };
}

/** Loads the login that the address names, for this browser, and dispatches the step's outcome. */
export async function withInteraction(
  visit: Visit,
  id: string,
  step: (interaction: Interaction, visit: Visit) => Promise<StepOutcome>,
): Promise<FastifyReply> {
  const { deps, jar, request } = visit;
  const loaded = await loadInteraction(deps, id, findBrowserSecret(jar, request));
  if (!loaded.ok) return dispatch(visit, await findMovedLogin(visit, { id, loaded }));
  const { registration, transaction } = loaded.interaction;
  const { clientId } = registration;
  const failure = transaction.state === 'failed' ? transaction.error : undefined;
  const { reference } = transaction.request;
  const traced = { clientId, failure, reference, providerId: providerOf(transaction) };
  const known = { ...visit, traced, service: homeOf(registration, transaction.request) };
  return dispatch(known, await step(loaded.interaction, known));
}

type NotLoaded = Extract<LoadResult, { readonly ok: false }>;

/**
 * The back button may lead to an address that the login has left: redirects to its current one, or explains why there
 * is none.
 */
async function findMovedLogin(
  { deps, jar, request }: Visit,
  { id, loaded }: { readonly id: string; readonly loaded: NotLoaded },
): Promise<StepOutcome> {
  const successor =
    loaded.error === 'interaction.expired'
      ? findSuccessor({ jar, vault: deps.vault }, request, id)
      : undefined;
  const now =
    successor === undefined
      ? loaded
      : await loadInteraction(deps, successor, findBrowserSecret(jar, request));
  if (!now.ok) return { kind: 'error-page', error: now.error };
  const { version, transaction } = now.interaction;
  return { kind: 'next', id: now.interaction.id, version, transaction };
}

export type FormHandler = (interaction: Interaction, form: RawParams, visit: Visit) => Promise<StepOutcome>;

/** Like `withInteraction`, for a form of this page: its CSRF token and `Sec-Fetch-Site` are checked. */
export async function withInteractionForm(
  visit: Visit,
  id: string,
  { formId, step }: { readonly formId: FormId; readonly step: FormHandler },
): Promise<FastifyReply> {
  return withInteraction(visit, id, async (interaction, known) => {
    const { deps, request } = known;
    const form = readForm(request);
    if (!form.ok) return { kind: 'error-page', error: form.error };
    const token = single(form.params, 'csrf');
    const own = checkCsrf(interaction.browserSecret, formName(formId, interaction.id), token);
    if (!own || !checkSameSite(request)) return { kind: 'error-page', error: 'general.cross_site' };
    // A second click: nothing is decided for a login that has ended.
    if (isEnded(interaction)) return repeatEnding(deps, interaction, formId);
    return step(interaction, form.params, known);
  });
}

/** A form's token is bound to the form and the login, so that it is invalid elsewhere. */
export function formName(formId: FormId | 'logout', transactionId: string): string {
  return `${formId}:${transactionId}`;
}

/** The query, read strictly. */
export function readQuery(request: FastifyRequest): ReturnType<typeof readParams> {
  return readParams(rawQuery(request));
}
