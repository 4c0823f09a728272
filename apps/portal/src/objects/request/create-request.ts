import { randomUUID } from 'node:crypto';
import { type Clock, GaranceError, type Platform } from '@garance/core';
import type { Habilitation } from '../habilitation/table.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import { create } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { announceRequest } from './announce.ts';
import { answer, prefilledFrom, type RequestAnswers } from './answers.ts';
import { requestLifecycle } from './lifecycle.ts';
import type { HabilitationRequest } from './tables/requests.ts';

export interface NewRequestInput {
  readonly serviceId: string;
  readonly platform: Platform;
  /** The applicant: a person id, or `datapass` until one is known. */
  readonly ownerId: string;
  /** Roles of the applicant, towards the service's organisation. */
  readonly authorization: AuthorizationContext;
  /** Initial answers, copied from a request for another platform. */
  readonly from?: Habilitation;
  /** Answers sent with the request; they override the copied ones. */
  readonly answers?: RequestAnswers;
}

/**
 * Creates a draft for an existing service. Call it inside a transaction.
 * @throws GaranceError `general.not_found`, `portal.not_allowed`, `habilitation.request_exists` when the service has an
 * open request for that platform
 */
export async function createRequest(
  tables: PortalTables,
  clock: Clock,
  input: NewRequestInput,
): Promise<HabilitationRequest> {
  const { serviceId, platform, ownerId, authorization, from } = input;
  const service = await tables.services.find(serviceId);
  const organisation = service && (await tables.organisations.find(service.organisationId));
  if (service === undefined || organisation === undefined) throw new GaranceError('general.not_found');
  const existing = await tables.requests.ofService(serviceId);
  if (
    existing.some((request) => request.platform === platform && requestLifecycle.states[request.state].open)
  ) {
    throw new GaranceError('habilitation.request_exists');
  }
  const { siret = '', name, address } = organisation;
  const prefilled = from === undefined ? firstAnswers(service.name, platform) : prefilledFrom(from, platform);
  const answers = merge(prefilled, { organisation: { siret, name, address } }, input.answers ?? {});
  const id = randomUUID();
  const request = await create(tables, clock, {
    lifecycle: requestLifecycle,
    event: 'create',
    id,
    actor: ownerId,
    authorization,
    detail: { platform },
    insert: (state, createdAtMs) =>
      tables.requests.create({
        id,
        serviceId,
        organisationId: organisation.id,
        platform,
        state,
        answers,
        title: answer(answers, 'project', 'name') || service.name,
        foundBy: `${service.name} ${organisation.name} ${siret} ${id}`,
        ownerId,
        commonIdentifier: answer(answers, 'identifiers', 'identifiers') === 'common',
        createdAtMs,
        ...(platform === 'standard' && { level: 'eidas1' as const }),
        ...(from !== undefined && { fromHabilitationId: from.id }),
      }),
    effects: {},
  });
  if (request === undefined) throw new Error('a request is inserted or the database refuses it');
  await announceRequest(tables, { requestId: id, event: 'create', nowMs: request.createdAtMs });
  return request;
}

function firstAnswers(serviceName: string, platform: Platform): RequestAnswers {
  return {
    project: { name: serviceName },
    level: platform === 'standard' ? { level: 'eidas1' } : {},
    data: { scopes: ['openid'] },
    identifiers: { identifiers: 'different' },
  };
}

function merge(...all: readonly RequestAnswers[]): RequestAnswers {
  const merged: RequestAnswers = {};
  for (const answers of all) {
    for (const [step, fields] of Object.entries(answers)) merged[step] = { ...merged[step], ...fields };
  }
  return merged;
}

/** A unique index allows one open request per service and platform; a concurrent second one is refused. */
export async function refuseSecond<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    const constraint = error instanceof Error && 'constraint' in error ? error.constraint : undefined;
    if (constraint === 'request_open')
      throw new GaranceError('habilitation.request_exists', { cause: error });
    throw error;
  });
}
