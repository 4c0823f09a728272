import { BrokeOff } from '@garance/http-browser';
import type { RehearsedService } from '../vocabulary/rehearsal.ts';
import type { ServiceUnderTest, Visitor } from '../vocabulary/stage.ts';
import type { TraceLog } from './evidence/trace-log.ts';
import type { Trail } from './evidence/trail.ts';
import type { Marks } from './marker.ts';
import type { RateLimit } from './rate-limit.ts';

/** What a visitor needs to know of the run that it belongs to. */
export interface VisitorSettings {
  readonly service: RehearsedService & ServiceUnderTest;
  readonly trail: Trail;
  readonly marks: Marks;
  readonly rateLimit: RateLimit;
  /** Of a login that is watched. */
  readonly traces?: TraceLog;
  /** Milliseconds for one navigation. */
  readonly navigationMs: number;
}

/** Makes browsers with empty cookie jars, of one kind. */
export interface VisitorSource {
  readonly mode: 'browser' | 'http';
  open(settings: VisitorSettings): Promise<ClosableVisitor>;
  /** Hosts that were asked for and may not be connected to. */
  blocked?(): readonly string[];
  close(): Promise<void>;
}

export interface ClosableVisitor extends Visitor {
  /** Lets go of the browser, its forks included; what is under way rejects. */
  close(): Promise<void>;
}

/** Where the hub's own pages are. */
export function hubOriginsOf({ issuer, rehearsalIssuer }: RehearsedService): readonly string[] {
  return [...new Set([issuer, rehearsalIssuer].flatMap((each) => URL.parse(each)?.origin ?? []))];
}

/** The service shows no control that looks like a sign-in. */
export class NoSuchControl extends BrokeOff {
  constructor(what: string) {
    super(`the page has no ${what}`);
    this.name = 'NoSuchControl';
  }
}
