import type { ErrorCode } from '@garance/core';
import type { VNode } from 'preact';
import type { IdentifiedInteraction, Interaction } from './interaction.ts';
import type { LoadedTransaction, VerifiedAnswer } from './transaction.ts';

/** What a step decided. Steps never call one another: they return one of these to the dispatcher. */
export type StepOutcome =
  /** The transaction is in a new state: the dispatcher knows the step that comes next. */
  | ({ readonly kind: 'next' } & LoadedTransaction)
  /** An identity provider (or a rehearsal) has answered and the answer is verified: who is it? */
  | { readonly kind: 'answered'; readonly interaction: Interaction; readonly answer: VerifiedAnswer }
  /** The citizen has seen what leaves and goes on. */
  | { readonly kind: 'consented'; readonly interaction: IdentifiedInteraction }
  /** Show a page; forms on it may lead to these origins besides our own. */
  | {
      readonly kind: 'page';
      readonly page: VNode;
      readonly locale: 'fr' | 'en';
      readonly status?: number;
      readonly formAction?: readonly string[];
    }
  /** Send the browser to an address built from checked configuration. */
  | { readonly kind: 'leave'; readonly url: string }
  /** Answer the service through the browser (RFC 6749 §4.1.2), at a redirect URI proven good. */
  | {
      readonly kind: 'to-service';
      readonly redirectUri: string;
      readonly responseMode: 'query' | 'form_post';
      readonly params: Readonly<Record<string, string>>;
      /** Why, when it is an error: for the trace. */
      readonly failure?: { readonly error: ErrorCode; readonly detail?: string | undefined };
      /** Of a rehearsed login: its answer passes through the rehearsal port. */
      readonly rehearsalPlan?: string;
    }
  /** Stop on a page of ours. */
  | {
      readonly kind: 'error-page';
      readonly error: ErrorCode;
      readonly detail?: string | undefined;
      /** Of a registered client, for the log. */
      readonly clientId?: string;
    };
