/** Rehearsals through the control socket: for the suite in another process of the same user. */
import { type ErrorCode, errorCatalogue, GaranceError, type Platform, platformSchema } from '@garance/core';
import type {
  Observation,
  Rehearsal,
  RehearsalInput,
  RehearsalToken,
  RehearsedService,
  Sighting,
  Trace,
} from '@garance/qualification';
import { z } from 'zod';
import { AnsweredError, sendControlRequest } from './control-client.ts';
import type { Rehearsals } from './rehearsal.ts';

const serviceSchema = z.object({ clientId: z.string().max(255), platform: platformSchema });
const tokenSchema = serviceSchema.extend({ input: z.unknown() });
const observationsSchema = z.object({ tokenId: z.string().max(100) });
const searchSchema = observationsSchema.extend({ traces: z.unknown() });

/** The verbs of the socket for rehearsals. Bodies are JSON. */
export function rehearsalVerbs({ rehearsalService, issuerOf }: Rehearsals) {
  return {
    '/rehearsal/describe': async (body: unknown): Promise<RehearsedService> => {
      const { clientId, platform } = read(serviceSchema, body);
      return rehearsalService.describe(clientId, issuerOf(platform));
    },
    '/rehearsal/token': async (body: unknown): Promise<RehearsalToken> => {
      const { clientId, platform, input } = read(tokenSchema, body);
      // The rehearsal service checks whether it is a valid input.
      return rehearsalService.mint(clientId, issuerOf(platform), input as RehearsalInput);
    },
    '/rehearsal/observations': async (body: unknown): Promise<readonly Observation[]> =>
      rehearsalService.observations(read(observationsSchema, body).tokenId),
    '/rehearsal/search': async (body: unknown): Promise<readonly Sighting[]> => {
      const { tokenId, traces } = read(searchSchema, body);
      return rehearsalService.search(tokenId, traces as readonly Trace[]);
    },
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
    token: async (input) =>
      (await request(dataDir, '/rehearsal/token', { ...named, input })) as RehearsalToken,
    observations: async (tokenId) =>
      (await request(dataDir, '/rehearsal/observations', { tokenId })) as readonly Observation[],
    search: async (tokenId, traces) =>
      (await request(dataDir, '/rehearsal/search', { tokenId, traces })) as readonly Sighting[],
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
