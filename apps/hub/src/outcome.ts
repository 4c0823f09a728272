import type { ErrorCode, Locale } from '@garance/core';
import type { RenderedPage } from '@garance/web/view';
import type { VNode } from 'preact';
import type { IdentifiedInteraction, Interaction } from './interaction.ts';
import type { KnownService } from './pages/way-back.ts';
import type { ToServiceOutcome } from './to-service.ts';
import type { EndingResponse, LoadedTransaction, VerifiedAnswer } from './transaction.ts';

/** Outcome of a step. Steps never call one another: they return an outcome to the dispatcher. */
export type StepOutcome =
  /** The transaction is in a new state, from which the dispatcher knows the next step. */
  | ({ readonly kind: 'next' } & LoadedTransaction)
  /** The verified answer of an identity provider, to be confirmed as a person. */
  | {
      readonly kind: 'answered';
      readonly interaction: Interaction;
      readonly answer: VerifiedAnswer;
      /** The upstream state of the answer. */
      readonly state?: string;
    }
  /** The citizen has seen what is shared and continues. */
  | { readonly kind: 'consented'; readonly interaction: IdentifiedInteraction }
  /** Shows a page; with `refresh` it redirects by itself. */
  | {
      readonly kind: 'page';
      readonly page: VNode | RenderedPage;
      readonly locale: Locale;
      readonly status?: number;
      readonly refresh?: { readonly url: string; readonly seconds: number };
    }
  /** The browser leaves: to the chosen provider, or to the service with `answer`. The next page redirects it. */
  | {
      readonly kind: 'onward';
      readonly id: string;
      readonly answer?: ToServiceOutcome;
      /** The chosen provider, for the counts. */
      readonly providerId?: string;
    }
  /** Redirects the browser to another site, at an address built from checked configuration. */
  | {
      readonly kind: 'leave';
      readonly url: string /** Name of the target, for people. */;
      readonly name?: string | undefined;
    }
  /** Gives the service the stored answer. */
  | { readonly kind: 'deliver'; readonly response: EndingResponse; readonly name: string }
  /** Answers the service through the browser (RFC 6749 §4.1.2), at a verified redirect URI. */
  | ToServiceOutcome
  /** Stops on a page of the hub. */
  | {
      readonly kind: 'error-page';
      readonly error: ErrorCode;
      readonly detail?: string | undefined;
      /** Name of the check that failed. */
      readonly check?: string | undefined;
      /** The service concerned, when no login was found that names it: the page links to it. */
      readonly service?: KnownService;
      /** Next action, when it is not a service to sign in to. */
      readonly action?: { readonly href: string; readonly label: string };
      /** Registered client concerned, for the log. */
      readonly clientId?: string;
    };
