/** Queues webhook calls about an event of a request, in the transaction of that event. */

import type { Habilitation } from '../habilitation/table.ts';
import type { PortalTables } from '../portal-store.ts';
import { readAnswers } from './answers.ts';
import { datapassEvents, datapassFields } from './datapass-fields.ts';
import type { RequestEvent, RequestState } from './lifecycle.ts';
import type { HabilitationRequest } from './tables/requests.ts';

export interface Announcement {
  readonly requestId: string;
  /** Sent only for events that DataPass has too; `update` when answers change. */
  readonly event: RequestEvent | 'create' | 'update';
  readonly nowMs: number;
}

export async function announceRequest(
  tables: PortalTables,
  { requestId, event, nowMs }: Announcement,
): Promise<void> {
  if (!datapassEvents.some((name) => name === event)) return;
  const endpoints = await tables.webhookEndpoints.listening(event);
  if (endpoints.length === 0) return;
  const request = await tables.requests.find(requestId);
  if (request === undefined) return;
  const payload = JSON.stringify({
    event,
    fired_at: Math.floor(nowMs / 1000),
    model_type: 'authorization_request/france_connect',
    model_id: request.id,
    data: await describeRequest(tables, request),
  });
  for (const endpoint of endpoints) {
    await tables.webhookCalls.enqueue({
      id: `${endpoint.id}-${request.id}-${event}-${request.version}`,
      endpointId: endpoint.id,
      event,
      objectId: request.id,
      payload,
      createdAtMs: nowMs,
    });
  }
}

/** DataPass gives the states of a reopened request the names of a first one. */
const stateNames: Readonly<Partial<Record<RequestState, string>>> = {
  reopened: 'draft',
  reopened_submitted: 'submitted',
  reopened_changes_requested: 'changes_requested',
};

async function describeRequest(tables: PortalTables, request: HabilitationRequest) {
  const organisation = await tables.organisations.find(request.organisationId);
  const applicant = await tables.people.find(request.ownerId);
  const [givenName = '', ...familyName] = (applicant?.name ?? '').split(' ');
  const habilitations = await tables.habilitations.list(request.serviceId);
  return {
    id: request.id,
    public_id: request.id,
    state: stateNames[request.state] ?? request.state,
    form_uid: request.platform === 'plus' ? 'france-connect-plus' : 'france-connect',
    created_at: dateOf(request.createdAtMs),
    last_submitted_at: request.submittedAtMs === undefined ? null : dateOf(request.submittedAtMs),
    organization: {
      id: request.organisationId,
      name: organisation?.name ?? '',
      siret: organisation?.siret ?? '',
    },
    applicant: {
      id: request.ownerId,
      email: applicant?.email ?? '',
      given_name: givenName,
      family_name: familyName.join(' '),
    },
    authorizations: habilitations
      .filter((habilitation) => habilitation.requestId === request.id)
      .map(describeHabilitation),
    data: datapassFields(readAnswers(request.answers)),
  };
}

function describeHabilitation(habilitation: Habilitation) {
  const { id, revokedAtMs, supersededAtMs, validatedAtMs, snapshot } = habilitation;
  const state = revokedAtMs !== undefined ? 'revoked' : supersededAtMs !== undefined ? 'obsolete' : 'active';
  return {
    id,
    slug: id,
    revoked: revokedAtMs !== undefined,
    state,
    created_at: dateOf(validatedAtMs),
    data: datapassFields(readAnswers(snapshot)),
  };
}

const dateOf = (epochMs: number): string => new Date(epochMs).toISOString();
