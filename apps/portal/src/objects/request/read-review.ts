/** Reads everything that the page of one request shows. */
import { GaranceError } from '@garance/core';
import type { Concern } from '../account/actor.ts';
import type { Organisation, Person } from '../account/tables/accounts.ts';
import type { DiscussionMessage } from '../discussion/table.ts';
import type { Habilitation } from '../habilitation/table.ts';
import type { HistoryEntry } from '../journal/history.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import { type RequestAnswers, readAnswers } from './answers.ts';
import { compareAnswers, type Difference } from './differences.ts';
import type { RequestCopy } from './tables/request-copies.ts';
import type { HabilitationRequest } from './tables/requests.ts';
import type { MessageTemplate } from './tables/templates.ts';

export interface ReviewedRequest {
  readonly request: HabilitationRequest;
  readonly service: Service;
  readonly organisation: Organisation | undefined;
  /** Answers of the latest submission; the present ones when there was none. */
  readonly answers: RequestAnswers;
  readonly submission: RequestCopy | undefined;
  /** Undefined when there is no earlier submission to compare with. */
  readonly sinceSubmission: readonly Difference[] | undefined;
  readonly sinceHabilitation: readonly Difference[] | undefined;
  readonly messages: readonly DiscussionMessage[];
  readonly history: readonly HistoryEntry[];
  readonly templates: readonly MessageTemplate[];
  readonly reviewers: readonly Person[];
  /** DataPass fields without a counterpart in the form; undefined for a request created in the portal. */
  readonly unmapped: Readonly<Record<string, unknown>> | undefined;
  /** Names of the people on the page, by person id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Inputs of rights on a request: its organisation, and the persons who wrote or submitted it. */
export async function concernOf(
  { requestCopies }: Pick<PortalTables, 'requestCopies'>,
  { id, organisationId, ownerId, stepEdits }: HabilitationRequest,
): Promise<Concern> {
  const copies = await requestCopies.list(id);
  const sentBy = copies.filter(({ kind }) => kind === 'submission').map(({ by }) => by);
  const filledInBy = Object.values(stepEdits).map(({ by }) => by);
  return { organisationId, handedInBy: [ownerId, ...filledInBy, ...sentBy] };
}

export async function readReview(
  tables: PortalTables,
  request: HabilitationRequest,
): Promise<ReviewedRequest> {
  const service = await tables.services.find(request.serviceId);
  if (service === undefined) throw new GaranceError('general.not_found');
  const copies = await tables.requestCopies.list(request.id);
  const submissions = copies.filter(({ kind }) => kind === 'submission');
  const [submission, previous] = [submissions.at(-1), submissions.at(-2)];
  const shown = submission?.answers ?? request.answers;
  const inForce = await tables.habilitations.inForce(request.serviceId, request.platform);
  const messages = await tables.discussion.list('request', request.id, { withInternal: true });
  const history = await tables.history.list('request', request.id);
  const reviewers = await tables.platformRoles.list('legal-reviewer');
  return {
    request,
    service,
    organisation: await tables.organisations.find(request.organisationId),
    answers: readAnswers(shown),
    submission,
    sinceSubmission: previous === undefined ? undefined : compareAnswers(previous.answers, shown),
    sinceHabilitation: differencesToHabilitation(inForce, shown),
    messages,
    history,
    templates: await tables.templates.list(),
    reviewers,
    unmapped: (await tables.datapassRequests.findByRequest(request.id))?.unmapped,
    names: await namesOf(tables, [
      request.ownerId,
      ...(request.assignedTo === undefined ? [] : [request.assignedTo]),
      ...messages.map(({ author }) => author),
      ...history.map(({ actor }) => actor),
    ]),
  };
}

function differencesToHabilitation(
  inForce: Habilitation | undefined,
  answers: RequestCopy['answers'],
): readonly Difference[] | undefined {
  return inForce === undefined ? undefined : compareAnswers(inForce.snapshot, answers);
}

/** Actors that are not persons (`system`, `datapass`) have no name here. */
export async function namesOf(
  tables: Pick<PortalTables, 'people'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(ids)) {
    const person = await tables.people.find(id);
    if (person !== undefined) names.set(id, person.name === '' ? person.email : person.name);
  }
  return names;
}
