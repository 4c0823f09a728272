/** Applies a request's events by transitions of the table, inside the delivery's transaction. */

import { isDeepStrictEqual } from 'node:util';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { answer, readAnswers } from '../request/answers.ts';
import type { HabilitationRequest } from '../request/tables/requests.ts';
import { createFromEvent } from './create-from-event.ts';
import { decideAsDatapass } from './decide-as-datapass.ts';
import { followApplicant, leaveUnproven } from './follow-applicant.ts';
import type { KnownEvent } from './known-event.ts';
import { type Life, type LifeTransition, planTransitions } from './life.ts';
import { mergeReceived } from './mapping.ts';
import type { DatapassRequest } from './tables/datapass-requests.ts';

export interface ApplyResult {
  /** Whether a transition was made or data of the request changed. */
  readonly changed: boolean;
  /** Whether a request or a habilitation was created. */
  readonly created: boolean;
  /** Identifiers of the habilitation at DataPass. */
  readonly tokenId?: string;
}

interface ReceivedLife {
  readonly link: DatapassRequest;
  /** Meaning of the events without the new one. */
  readonly before: Life;
  readonly life: Life;
  readonly events: readonly KnownEvent[];
}

export async function applyLife(
  tables: PortalTables,
  deps: PortalDeps,
  received: ReceivedLife,
): Promise<ApplyResult> {
  const { link, before, life, events } = received;
  const eventOf = (key: string | undefined) => events.find((event) => event.key === key);
  const linked = link.requestId === undefined ? undefined : await tables.requests.find(link.requestId);
  const hasLeft =
    linked !== undefined &&
    (await leaveUnproven(tables, deps, { request: linked, event: eventOf(life.newest) }));
  const found = hasLeft ? await tables.requests.find(linked.id) : linked;
  const approvedBy = (await isApprovedHere(tables, found, received)) ? life.approvedBy : link.approvedBy;
  const position = {
    ...(found !== undefined && { state: found.state }),
    ...(approvedBy !== undefined && { approvedBy }),
  };
  const transitions = planTransitions(position, before, life);
  if (transitions === undefined) {
    deps.logger.error(
      { request: link.requestId, state: found?.state },
      'DataPass is elsewhere, and no transition leads there',
    );
    return { changed: false, created: false };
  }
  let request = found;
  for (const transition of transitions)
    request = await makeTransition(tables, deps, {
      transition,
      request,
      event: eventOf(transition.delivery),
    });
  if (request === undefined) return { changed: false, created: false };
  const answered = await followAnswers(tables, request, eventOf(life.answersFrom));
  const moved = await followApplicant(tables, deps, {
    request,
    before: eventOf(before.newest),
    now: eventOf(life.newest),
  });
  const approved =
    transitions.findLast((transition) => transition.event === 'approve')?.delivery ?? approvedBy;
  await tables.datapassRequests.save({
    remoteId: link.remoteId,
    requestId: request.id,
    unmapped: eventOf(life.newest)?.received.unmapped ?? link.unmapped,
    ...(approved !== undefined && { approvedBy: approved }),
  });
  return {
    changed: transitions.length > 0 || hasLeft || answered || moved,
    created: found === undefined || transitions.some(({ event }) => event === 'approve'),
    tokenId: await tokenOf(tables, request),
  };
}

/** Whether a reviewer of the portal has already approved the same answers. */
async function isApprovedHere(
  tables: PortalTables,
  request: HabilitationRequest | undefined,
  { life, events }: ReceivedLife,
): Promise<boolean> {
  if (request?.state !== 'validated') return false;
  const approval = events.find(({ key }) => key === life.approvedBy);
  const inForce = await tables.habilitations.inForce(request.serviceId, request.platform);
  if (approval === undefined || inForce?.requestId !== request.id) return false;
  const answers = readAnswers(request.answers);
  return isDeepStrictEqual(mergeReceived(approval.received.answers, answers), answers);
}

interface TransitionAhead {
  readonly transition: LifeTransition;
  readonly request: HabilitationRequest | undefined;
  readonly event: KnownEvent | undefined;
}

async function makeTransition(
  tables: PortalTables,
  deps: PortalDeps,
  { transition, request, event }: TransitionAhead,
): Promise<HabilitationRequest> {
  if (event === undefined) throw new Error('a step comes from a delivery');
  if (transition.event === 'create' || request === undefined) return createFromEvent(tables, deps, event);
  if (transition.event === 'submit' || transition.event === 'approve')
    await followAnswers(tables, request, event);
  await decideAsDatapass(tables, deps, { requestId: request.id, event: transition.event });
  return getRequest(tables, request.id);
}

async function getRequest(tables: PortalTables, id: string): Promise<HabilitationRequest> {
  const request = await tables.requests.find(id);
  if (request === undefined) throw new Error('a request is never removed');
  return request;
}

/** Stores the answers of the event. @returns whether they differ from the stored ones */
async function followAnswers(
  tables: PortalTables,
  { id }: HabilitationRequest,
  event: KnownEvent | undefined,
): Promise<boolean> {
  if (event === undefined) return false;
  const { answers: existingAnswers, level: knownLevel } = await getRequest(tables, id);
  const { received } = event;
  const answers = mergeReceived(received.answers, readAnswers(existingAnswers));
  if (isDeepStrictEqual(answers, existingAnswers) && received.level === knownLevel) return false;
  const { level, platform, title } = received;
  const commonIdentifier = answer(answers, 'identifiers', 'identifiers') === 'common';
  await tables.requests.update(id, { answers, level, platform, title, commonIdentifier });
  return true;
}

/** Id of the habilitation in force, else of the request's last one, else the request's own. */
async function tokenOf(
  tables: PortalTables,
  { id, serviceId, platform }: HabilitationRequest,
): Promise<string> {
  const inForce = await tables.habilitations.inForce(serviceId, platform);
  if (inForce?.requestId === id) return inForce.id;
  const earlier = await tables.habilitations.list(serviceId);
  return earlier.find(({ requestId }) => requestId === id)?.id ?? id;
}
