/**
 * What passes between the platform and the runner's own process, as structured clones: data only, no secret of the
 * platform. What comes from the runner is read by {@link reportSchema}: everything in it is bounded, and a word is one of a
 * few.
 */
import type { AddressPolicy } from '@garance/web/outbound';
import { z } from 'zod';
import type { RehearsedService } from '../../vocabulary/rehearsal.ts';
import type { ServiceUnderTest } from '../../vocabulary/stage.ts';
import { tracesSchema } from '../../vocabulary/trace.ts';
import type { Sandbox } from '../browser/launch-browser.ts';
import { cannotRunReasons } from '../cannot-run.ts';
import type { Limits } from '../limits.ts';
import { reportedBreaks } from './run-broken.ts';

export interface Work {
  readonly rehearsed: RehearsedService;
  readonly service: ServiceUnderTest;
  /** Ids of scenarios, which both sides know. */
  readonly scenarios: readonly string[];
  readonly mode: 'browser' | 'http';
  readonly sandbox: Sandbox;
  readonly parallel?: number;
  readonly slow?: boolean;
  readonly policy?: AddressPolicy;
  readonly limits?: Partial<Limits>;
  readonly scale?: number;
}

/** To the runner. */
export type Order =
  | { readonly kind: 'work'; readonly work: Work }
  | { readonly kind: 'answer'; readonly to: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly to: number; readonly message: string };

export const runWarnings = ['no-sandbox'] as const;
export type RunWarning = (typeof runWarnings)[number];

const maxPageText = 8_000;
const maxPageUrl = 1_000;
const mostResults = 1_000;

const cut = (length: number) => z.string().transform((text) => text.slice(0, length));
const number = z.number().int().nonnegative();
/** `run-scenario.ts:42`: a place in our own program. */
export const placePattern = /^[a-z0-9-]{1,60}\.[jt]s:\d{1,6}$/;

/** From the runner. Results are read one by one, against the scenarios that were asked for. */
export const reportSchema = z.union([
  z.object({ kind: z.literal('ask'), number, verb: z.literal('token'), input: z.unknown() }),
  z.object({
    kind: z.literal('ask'),
    number,
    verb: z.literal('observations'),
    tokenId: z.string().max(200),
  }),
  z.object({
    kind: z.literal('ask'),
    number,
    verb: z.literal('search'),
    tokenId: z.string().max(200),
    traces: tracesSchema,
  }),
  z.object({ kind: z.literal('started'), scenarios: number }),
  z.object({ kind: z.literal('result'), done: number, of: number, result: z.unknown() }),
  z.object({ kind: z.literal('done'), results: z.array(z.unknown()).max(mostResults) }),
  z.object({ kind: z.literal('cost'), plays: number, logins: number, heldBack: number, cpuMs: number }),
  z.object({ kind: z.literal('warning'), warning: z.enum(runWarnings) }),
  z.object({
    kind: z.literal('cannot-run'),
    reason: z.enum(cannotRunReasons),
    pageText: cut(maxPageText).exactOptional(),
    pageUrl: cut(maxPageUrl).exactOptional(),
  }),
  z.object({
    kind: z.literal('broke'),
    reason: z.enum(reportedBreaks),
    at: z.string().regex(placePattern).exactOptional(),
  }),
]);
export type Report = Readonly<z.infer<typeof reportSchema>>;
