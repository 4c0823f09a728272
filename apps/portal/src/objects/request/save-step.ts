import { type Clock, GaranceError } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import { currentTerms } from '../service/terms.ts';
import { announceRequest } from './announce.ts';
import type { StepAnswers } from './answers.ts';
import { derivedFrom, isEditable } from './fill-step.ts';
import { requestLifecycle } from './lifecycle.ts';
import type { FormStep } from './questions/field.ts';
import type { HabilitationRequest } from './tables/requests.ts';

interface SaveInput {
  readonly requestId: string;
  readonly step: FormStep;
  readonly answers: StepAnswers;
  /** Version of the step when the form was shown. */
  readonly stepVersion: number;
  readonly personId: string;
}

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly request: HabilitationRequest }
  /** The step was saved by another person since the form was shown. */
  | { readonly kind: 'conflict'; readonly request: HabilitationRequest }
  /**
   * The level belongs to the other platform; the service already has a request there, or this request cannot change
   * platform.
   */
  | { readonly kind: 'other-platform'; readonly request: HabilitationRequest };

/**
 * Saves one step of a draft, valid or not. Accepting the terms is recorded with person, time and version.
 * Call it inside a transaction.
 * @throws GaranceError `general.not_found`, `portal.not_now`
 */
export async function saveStep(tables: PortalTables, clock: Clock, input: SaveInput): Promise<SaveOutcome> {
  const { requestId, step, answers, stepVersion, personId } = input;
  const request = await tables.requests.find(requestId);
  if (request === undefined) throw new GaranceError('general.not_found');
  if (!isEditable(request)) throw new GaranceError('portal.not_now', { detail: request.state });
  const derived = derivedFrom(step, answers);
  if (derived.platform !== undefined && !(await mayMove(tables, request, derived.platform))) {
    return { kind: 'other-platform', request };
  }
  const saved = await tables.requests.saveStep({
    id: requestId,
    step: step.name,
    answers,
    expectedStepVersion: stepVersion,
    by: personId,
    atMs: clock.now(),
    ...derived,
  });
  const now = (await tables.requests.find(requestId)) ?? request;
  if (!saved) return { kind: 'conflict', request: now };
  await announceRequest(tables, { requestId, event: 'update', nowMs: clock.now() });
  if (answers.terms === currentTerms.version) await acceptTerms(tables, clock, personId);
  return { kind: 'saved', request: now };
}

/** A first draft may change its platform with its level; a request based on a habilitation may not. */
async function mayMove(
  tables: PortalTables,
  request: HabilitationRequest,
  platform: HabilitationRequest['platform'],
): Promise<boolean> {
  if (platform === request.platform) return true;
  const { editable, reopened } = requestLifecycle.states[request.state];
  if (!editable || reopened) return false;
  const others = await tables.requests.ofService(request.serviceId);
  return !others.some((other) => other.platform === platform && requestLifecycle.states[other.state].open);
}

/** Records one acceptance per person and version; the first one stands. */
export async function acceptTerms(tables: PortalTables, clock: Clock, personId: string): Promise<void> {
  const { version } = currentTerms;
  if (await tables.termsAcceptances.has(personId, version)) return;
  const atMs = clock.now();
  await tables.termsAcceptances.record({ personId, version, acceptedAtMs: atMs });
  await tables.audit.append({
    atMs,
    actor: personId,
    action: 'terms.accept',
    object: 'terms',
    objectId: version,
  });
}
