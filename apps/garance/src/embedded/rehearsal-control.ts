/** Rehearsals through the control socket: for the suite in another process of the same user. */
import { type ErrorCode, errorCatalogue, GaranceError, type Platform, platformSchema } from '@garance/core';
import type { Observation, Rehearsal, RehearsedService, Ticket, TicketWish } from '@garance/qualification';
import { z } from 'zod';
import { AnsweredError, sendControlRequest } from './control-client.ts';
import type { Rehearsals } from './rehearsal.ts';

const serviceSchema = z.object({ clientId: z.string().max(255), platform: platformSchema });
const ticketSchema = serviceSchema.extend({ wish: z.unknown() });
const observationsSchema = z.object({ ticketId: z.string().max(100) });

/** Routes of the control socket for rehearsals. Bodies are JSON. */
export function rehearsalVerbs({ desk, issuerOf }: Rehearsals) {
  return {
    '/rehearsal/describe': async (body: unknown): Promise<RehearsedService> => {
      const { clientId, platform } = read(serviceSchema, body);
      return desk.describe(clientId, issuerOf(platform));
    },
    '/rehearsal/ticket': async (body: unknown): Promise<Ticket> => {
      const { clientId, platform, wish } = read(ticketSchema, body);
      // `mint` validates the ticket's options.
      return desk.mint(clientId, issuerOf(platform), wish as TicketWish);
    },
    '/rehearsal/observations': async (body: unknown): Promise<readonly Observation[]> =>
      desk.observations(read(observationsSchema, body).ticketId),
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new GaranceError('rehearsal.wish_refused');
  return parsed.data;
}

export interface ConnectOptions {
  readonly dataDir: string;
  readonly clientId: string;
  readonly platform: Platform;
}

/**
 * Opens the rehearsals of one service on the federation that runs on this data directory.
 *
 * @throws GaranceError `rehearsal.unreachable` when none runs there, `rehearsal.service_unknown`
 */
export async function connectRehearsal({ dataDir, clientId, platform }: ConnectOptions): Promise<Rehearsal> {
  const named = { clientId, platform };
  const service = (await request(dataDir, '/rehearsal/describe', named)) as RehearsedService;
  return {
    service,
    ticket: async (wish) => (await request(dataDir, '/rehearsal/ticket', { ...named, wish })) as Ticket,
    observations: async (ticketId) =>
      (await request(dataDir, '/rehearsal/observations', { ticketId })) as readonly Observation[],
    close: async () => {},
  };
}

async function request(dataDir: string, verb: string, body: object): Promise<unknown> {
  try {
    return await sendControlRequest(dataDir, verb, body);
  } catch (error) {
    if (error instanceof AnsweredError && isErrorCode(error.code)) throw new GaranceError(error.code);
    throw new GaranceError('rehearsal.unreachable', { cause: error });
  }
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errorCatalogue, code);
}
