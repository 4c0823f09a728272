/**
 * Processes one signed delivery from DataPass. The result does not depend on order and repetition of the events
 * (life.ts); the same delivery again gets the same answer and changes nothing.
 */
import { createHash } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { type ApplyResult, applyLife } from './apply-life.ts';
import { findPayloadProblem } from './check-payload.ts';
import type { KnownEvent } from './known-event.ts';
import { type Life, readLife } from './life.ts';
import { receivedRequest } from './mapping.ts';
import { type DatapassPayload, eventNamed, readPayload } from './payload.ts';
import type {
  DatapassDelivery,
  DeliveryAnswer,
  DeliveryOutcome,
  DeliveryState,
} from './tables/datapass-deliveries.ts';

/**
 * @param body raw, its signature verified
 * @throws GaranceError `datapass.payload_unreadable`, `datapass.fired_in_the_future`, `datapass.siret_invalid`, and the
 * errors of the transition that it causes: recorded, and judged anew when the delivery comes again
 */
export async function receiveDelivery(deps: PortalDeps, body: Buffer): Promise<DeliveryAnswer> {
  const read = readPayload(body);
  const delivery = {
    bodyHash: createHash('sha256').update(body).digest('hex'),
    body: body.toString('utf8'),
    ...(read.kind === 'event'
      ? { remoteId: read.payload.data.id, event: read.payload.event, firedAt: read.payload.fired_at }
      : { remoteId: '', event: read.kind === 'trial' ? 'test' : '', firedAt: 0 }),
  };
  const { portal } = deps.store;
  try {
    return await portal.transaction(async (tables) => {
      const isNew = await tables.datapassDeliveries.receive(delivery, deps.clock.now());
      const existing = isNew ? undefined : await tables.datapassDeliveries.find(delivery.bodyHash);
      if (existing !== undefined && existing.state !== 'refused') return existing.answer;
      const outcome = await judge(tables, deps, { read, bodyHash: delivery.bodyHash });
      await tables.datapassDeliveries.settle(delivery.bodyHash, outcome);
      return outcome.answer;
    });
  } catch (error) {
    await recordRefusal(deps, delivery, error);
    throw error;
  }
}

/** Processes a stored delivery again: idempotent for applied ones. */
export async function replayDelivery(deps: PortalDeps, bodyHash: string): Promise<DeliveryAnswer> {
  return deps.store.portal.transaction(async (tables) => {
    const body = await tables.datapassDeliveries.body(bodyHash);
    if (body === undefined) throw new GaranceError('general.not_found');
    const outcome = await judge(tables, deps, { read: readPayload(Buffer.from(body)), bodyHash });
    await tables.datapassDeliveries.settle(bodyHash, outcome);
    return outcome.answer;
  });
}

interface Judged {
  readonly read: ReturnType<typeof readPayload>;
  readonly bodyHash: string;
}

async function judge(
  tables: PortalTables,
  deps: PortalDeps,
  { read, bodyHash }: Judged,
): Promise<DeliveryOutcome> {
  if (read.kind === 'trial') return { state: 'ignored', answer: { status: 200, body: { test: true } } };
  if (read.kind === 'unreadable')
    throw new GaranceError('datapass.payload_unreadable', { detail: read.field });
  const { payload } = read;
  if (eventNamed(payload.event) === undefined) {
    return { state: 'ignored', answer: { status: 200, body: { status: 'ignored' } } };
  }
  const problem = findPayloadProblem(payload, deps.clock.now());
  if (problem !== undefined) throw new GaranceError(problem);
  const link = await tables.datapassRequests.lock(payload.data.id);
  const deliveries = await tables.datapassDeliveries.ofRequest(payload.data.id);
  const events = knownEvents(deliveries, bodyHash);
  const before = readLife(events.filter(({ key }) => key !== bodyHash));
  const life = readLife(events);
  const result = await applyLife(tables, deps, { link, before, life, events });
  await releaseWaiting(tables, deliveries, life);
  return outcomeOf(payload, { bodyHash, life, result });
}

/** The readable deliveries about this request, with the current one. */
function knownEvents(
  deliveries: readonly (DatapassDelivery & { readonly body: string })[],
  current: string,
): readonly KnownEvent[] {
  return deliveries.flatMap(({ bodyHash, state, body, sequence }) => {
    if (bodyHash !== current && (state === 'refused' || state === 'ignored')) return [];
    const read = readPayload(Buffer.from(body));
    const event = read.kind === 'event' ? eventNamed(read.payload.event) : undefined;
    if (read.kind !== 'event' || event === undefined) return [];
    const received = receivedRequest(read.payload);
    const answersKey = JSON.stringify([received.answers, received.level]);
    const { payload } = read;
    return [
      { key: bodyHash, event, firedAt: payload.fired_at, arrival: sequence, answersKey, payload, received },
    ];
  });
}

/** Deliveries that waited and whose preceding event has arrived. */
async function releaseWaiting(
  tables: PortalTables,
  deliveries: readonly DatapassDelivery[],
  life: Life,
): Promise<void> {
  for (const { bodyHash, state } of deliveries) {
    if (state === 'kept' && !life.waiting.has(bodyHash)) {
      await tables.datapassDeliveries.changeState(bodyHash, 'applied');
    }
  }
}

function outcomeOf(
  payload: DatapassPayload,
  {
    bodyHash,
    life,
    result,
  }: { readonly bodyHash: string; readonly life: Life; readonly result: ApplyResult },
): DeliveryOutcome {
  const isNewest = life.newest === bodyHash;
  const state: DeliveryState = life.waiting.has(bodyHash)
    ? 'kept'
    : isNewest || result.changed
      ? 'applied'
      : 'older';
  const tokenId = eventNamed(payload.event) === 'approve' ? result.tokenId : undefined;
  return {
    state,
    // Status as in FranceConnect's own receiver: 201 when something was created.
    answer: {
      status: result.created ? 201 : 200,
      body: { status: state, ...(tokenId !== undefined && { token_id: tokenId }) },
    },
  };
}

/** Records the refusal in the history; a failure to do so must not hide the reason of the refusal. */
async function recordRefusal(
  { store, clock, logger }: PortalDeps,
  delivery: Parameters<PortalTables['datapassDeliveries']['receive']>[0],
  error: unknown,
): Promise<void> {
  const code = error instanceof GaranceError ? error.code : 'general.unexpected';
  try {
    await store.portal.transaction(async ({ datapassDeliveries }) => {
      await datapassDeliveries.receive(delivery, clock.now());
      await datapassDeliveries.settle(delivery.bodyHash, {
        state: 'refused',
        error: code,
        answer: { status: 0, body: {} },
      });
    });
  } catch {
    logger.error({ delivery: delivery.bodyHash, error: code }, 'a refused delivery could not be recorded');
  }
}
