/**
 * The one way in which a habilitation request changes its state: by the partner's pages, the reviewer's, and webhooks of
 * the outside habilitation site. State, history, audit, copies, habilitation, registrations and mails commit together.
 */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { announceRequest } from '../datapass/outgoing/announce.ts';
import type { Standing } from '../lifecycle/interpreter.ts';
import { perform } from '../lifecycle/perform.ts';
import type { PortalTables } from '../portal-store.ts';
import { currentTerms } from '../service/terms.ts';
import { answer, readAnswers } from './answers.ts';
import { requestEffects } from './effects.ts';
import { requestLifecycle } from './lifecycle.ts';
import { questionContext } from './question-context.ts';
import { checkAll } from './questions/validate.ts';
import type { HabilitationRequest } from './tables/requests.ts';

export type RequestEvent = (typeof requestLifecycle)['transitions'][number]['event'];

export interface Decision {
  readonly requestId: string;
  readonly event: RequestEvent;
  /** Person id, `system` or `datapass`. */
  readonly actor: string;
  readonly standing: Standing;
  /** In words, where the lifecycle wants one. */
  readonly reason?: string;
  /** Of `transfer`: a member of the organisation who may write. */
  readonly newOwnerId?: string;
  /**
   * Conditions that the caller vouches for; `complete` and `terms-accepted` are looked at here when it vouches for none.
   * Whether the organisation is proven is always looked at here.
   */
  readonly facts?: readonly string[];
  /** The version of the request that was shown to whoever decides: a decision on other words than those read is refused. */
  readonly expectedVersion?: number;
  /** Of `approve`: the id that the habilitation gets. */
  readonly habilitationId?: string;
}

export type DecisionDeps = Pick<PortalDeps, 'clock' | 'config' | 'store'>;

/**
 * Carries out one event in a transaction of its own.
 * @returns the new state
 * @throws GaranceError `general.not_found` for an unknown request, `habilitation.transfer_to_outsider`, and those of `perform`
 */
export function decideRequest(deps: DecisionDeps, decision: Decision): Promise<string> {
  return deps.store.portal.transaction((tables) => decideRequestIn(tables, deps, decision));
}

/** The same inside a transaction that the caller has begun. */
export async function decideRequestIn(
  tables: PortalTables,
  { clock, config }: Pick<PortalDeps, 'clock' | 'config'>,
  decision: Decision,
): Promise<string> {
  const { requestId, event, actor, standing, reason, newOwnerId, expectedVersion, habilitationId } = decision;
  const request = await tables.requests.find(requestId);
  const service = request && (await tables.services.find(request.serviceId));
  if (request === undefined || service === undefined) throw new GaranceError('general.not_found');
  if (expectedVersion !== undefined && expectedVersion !== request.version) {
    throw new GaranceError('portal.changed_meanwhile');
  }
  if (event === 'transfer') await checkNewOwner(tables, request, newOwnerId);
  const nowMs = clock.now();
  const vouched = decision.facts ?? (event === 'submit' ? await submissionFacts(tables, request) : []);
  const isProven = await tables.organisations.isProven(request.organisationId);
  const to = await perform(tables, clock, {
    lifecycle: requestLifecycle,
    objectId: requestId,
    event,
    state: request.state,
    standing,
    actor,
    facts: new Set([
      ...vouched.filter((fact) => fact !== 'organisation-proven'),
      ...(isProven ? ['organisation-proven'] : []),
    ]),
    ...(reason !== undefined && { reason }),
    setState: (own, to) =>
      own.requests.setState({
        id: requestId,
        from: request.state,
        to,
        expectedVersion: request.version,
        atMs: nowMs,
      }),
    effects: requestEffects({
      request,
      service,
      event,
      actor,
      nowMs,
      deps: { clock, config },
      ...(reason !== undefined && { reason }),
      ...(newOwnerId !== undefined && { newOwnerId }),
      ...(habilitationId !== undefined && { habilitationId }),
    }),
  });
  await announceRequest(tables, { requestId, event, nowMs });
  return to;
}

/** Conditions of the submission that hold now. */
export async function submissionFacts(
  tables: PortalTables,
  request: HabilitationRequest,
): Promise<readonly string[]> {
  const missing = checkAll(await questionContext(tables, request), 'fr');
  const accepted = answer(readAnswers(request.answers), 'commitments', 'terms') === currentTerms.version;
  return [...(missing.size === 0 ? ['complete'] : []), ...(accepted ? ['terms-accepted'] : [])];
}

/** A request is handed to somebody who can go on with it. */
async function checkNewOwner(
  tables: PortalTables,
  request: HabilitationRequest,
  newOwnerId: string | undefined,
): Promise<void> {
  const memberships = newOwnerId === undefined ? [] : await tables.memberships.ofPerson(newOwnerId);
  const fits = memberships.some(
    ({ organisationId, role }) => organisationId === request.organisationId && role !== 'reader',
  );
  if (!fits) throw new GaranceError('habilitation.transfer_to_outsider');
}
