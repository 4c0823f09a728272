/** Changes the state of a habilitation request: for the partner's pages, the reviewer's, and webhooks of DataPass. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import type { Facts } from '../lifecycle/lifecycle.ts';
import { type Outcome, orThrow, tryTransition } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { currentTerms } from '../service/terms.ts';
import { announceRequest } from './announce.ts';
import { answer, readAnswers } from './answers.ts';
import { requestEffects } from './effects.ts';
import { type RequestEvent, type RequestState, requestLifecycle } from './lifecycle.ts';
import { questionContext } from './question-context.ts';
import { checkAll } from './questions/validate.ts';
import type { HabilitationRequest } from './tables/requests.ts';

type RequestFacts = Facts<typeof requestLifecycle>;

export interface Decision {
  readonly requestId: string;
  readonly event: RequestEvent;
  /** Person id, `system` or `datapass`. */
  readonly actor: string;
  readonly authorization: AuthorizationContext;
  /** In words, where the lifecycle wants one. */
  readonly reason?: string;
  /** For `transfer`: a member of the organisation who may write. */
  readonly newOwnerId?: string;
  /**
   * Conditions that the caller has checked; without any, those of a submission are checked here. Whether the
   * organisation is proven is always checked here.
   */
  readonly vouched?: Partial<RequestFacts>;
  /** The version of the request that was shown: a decision on another one is refused. */
  readonly expectedVersion?: number;
  /** For `approve`: id of the new habilitation. */
  readonly habilitationId?: string;
}

export type DecisionDeps = Pick<PortalDeps, 'clock' | 'config' | 'store'>;

/**
 * Applies one event in a new transaction.
 * @throws GaranceError `habilitation.transfer_to_outsider`
 */
export function tryDecideRequest(deps: DecisionDeps, decision: Decision): Promise<Outcome<RequestState>> {
  return deps.store.portal.transaction((tables) => tryDecideRequestIn(tables, deps, decision));
}

/** @returns the new state @throws GaranceError as `tryDecideRequest` and `transition` */
export async function decideRequest(deps: DecisionDeps, decision: Decision): Promise<RequestState> {
  return orThrow(await tryDecideRequest(deps, decision));
}

/** The same inside a transaction that the caller has begun. */
export async function decideRequestIn(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'clock' | 'config'>,
  decision: Decision,
): Promise<RequestState> {
  return orThrow(await tryDecideRequestIn(tables, deps, decision));
}

async function tryDecideRequestIn(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'clock' | 'config'>,
  decision: Decision,
): Promise<Outcome<RequestState>> {
  const { requestId, event, newOwnerId } = decision;
  const nowMs = deps.clock.now();
  const outcome = await tryTransition(tables, deps.clock, {
    ...decision,
    lifecycle: requestLifecycle,
    table: tables.requests,
    id: requestId,
    prepare: async (request) => {
      const service = await tables.services.find(request.serviceId);
      if (service === undefined) throw new GaranceError('general.not_found');
      if (event === 'transfer') await checkNewOwner(tables, request, newOwnerId);
      const vouched = decision.vouched ?? (event === 'submit' ? await submissionFacts(tables, request) : {});
      return {
        facts: {
          complete: vouched.complete ?? false,
          'terms-accepted': vouched['terms-accepted'] ?? false,
          'organisation-proven': await tables.organisations.isProven(request.organisationId),
        },
        effects: requestEffects({ ...decision, request, service, nowMs, deps }),
      };
    },
  });
  if (outcome.ok) await announceRequest(tables, { requestId, event, nowMs });
  return outcome;
}

/** Present conditions of the submission. */
async function submissionFacts(
  tables: PortalTables,
  request: HabilitationRequest,
): Promise<Partial<RequestFacts>> {
  const missing = checkAll(await questionContext(tables, request), 'fr');
  const accepted = answer(readAnswers(request.answers), 'commitments', 'terms') === currentTerms.version;
  return { complete: missing.size === 0, 'terms-accepted': accepted };
}

/** The new applicant must have the right to edit the request. */
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
