/** What passes between the platform and the runner's own process, as structured clones: data only, no secret of the platform. */
import type { Progress, ScenarioResult } from '@garance/core';
import type { AddressPolicy } from '@garance/web/outbound';
import type { RehearsedService } from '../../vocabulary/rehearsal.ts';
import type { ServiceUnderTest } from '../../vocabulary/stage.ts';
import type { CannotRunReason } from '../cannot-run.ts';
import type { Limits } from '../limits.ts';

export interface Work {
  readonly rehearsed: RehearsedService;
  readonly service: ServiceUnderTest;
  /** Ids of scenarios, which both sides know. */
  readonly scenarios: readonly string[];
  readonly mode: 'browser' | 'http';
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

/** From the runner. */
export type Report =
  | { readonly kind: 'ask'; readonly number: number; readonly verb: 'ticket'; readonly wish: unknown }
  | {
      readonly kind: 'ask';
      readonly number: number;
      readonly verb: 'observations';
      readonly ticketId: string;
    }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly results: readonly ScenarioResult[] }
  | {
      readonly kind: 'cannot-run';
      readonly reason: CannotRunReason;
      readonly pageText?: string;
      readonly pageUrl?: string;
    }
  | { readonly kind: 'broke'; readonly message: string };
