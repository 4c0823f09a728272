import type { ErrorCode, Locale } from '@garance/core';
import type { RenderedPage } from '@garance/web/view';
import type { VNode } from 'preact';
import type { IdentifiedInteraction, Interaction } from './interaction.ts';
import type { KnownService } from './pages/way-back.ts';
import type { ToServiceOutcome } from './to-service.ts';
import type { EndingResponse, LoadedTransaction, VerifiedAnswer } from './transaction.ts';

/** What a step decided. Steps never call one another: they return one of these to the dispatcher. */
export type StepOutcome =
  /** The transaction is in a new state: the dispatcher knows the step that comes next. */
  | ({ readonly kind: 'next' } & LoadedTransaction)
  /** An identity provider has answered and the answer is verified: who is it? */
  | {
      readonly kind: 'answered';
      readonly interaction: Interaction;
      readonly answer: VerifiedAnswer;
      /** The upstream state that it came with. */
      readonly state?: string;
    }
  /** The citizen has seen what leaves and goes on. */
  | { readonly kind: 'consented'; readonly interaction: IdentifiedInteraction }
  /** Show a page; with `refresh` it goes on by itself. */
  | {
      readonly kind: 'page';
      readonly page: VNode | RenderedPage;
      readonly locale: Locale;
      readonly status?: number;
      readonly refresh?: { readonly url: string; readonly seconds: number };
    }
  /** The browser leaves: to the provider chosen, or to the service with `answer`. The page that moves it on is the next one. */
  | {
      readonly kind: 'onward';
      readonly id: string;
      readonly answer?: ToServiceOutcome;
      /** Of the provider chosen, for the counts. */
      readonly providerId?: string;
    }
  /** Move the browser on to an address of another site, built from checked configuration. */
  | {
      readonly kind: 'leave';
      readonly url: string /** Whose it is, for people. */;
      readonly name?: string | undefined;
    }
  /** Give the service the answer that was kept. */
  | { readonly kind: 'deliver'; readonly response: EndingResponse; readonly name: string }
  /** Answer the service through the browser (RFC 6749 §4.1.2), at a redirect URI proven good. */
  | ToServiceOutcome
  /** Stop on a page of ours. */
  | {
      readonly kind: 'error-page';
      readonly error: ErrorCode;
      readonly detail?: string | undefined;
      /** Name of the check that failed. */
      readonly check?: string | undefined;
      /** The service that this is about, where no login was found that would say so: the page leads back there. */
      readonly service?: KnownService;
      /** The way on, where it is not a service to sign in to. */
      readonly action?: { readonly href: string; readonly label: string };
      /** Of a registered client, for the log. */
      readonly clientId?: string;
    };
