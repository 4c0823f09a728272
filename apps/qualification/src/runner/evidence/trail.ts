import type { Clock, ObservedStep } from '@garance/core';
import { scrubUrl } from './scrub.ts';

/** What the suite saw in one scenario, in order, whatever number of browsers it took. */
export interface Trail {
  /** One request of a navigation; status 0 when there was no answer. */
  request(method: string, url: string, status: number): void;
  note(text: string): void;
  /** The suite's own time limit for an answer was reached: what is missing afterwards is not the service's fault. */
  ranOut(): void;
  readonly hasRunOut: boolean;
  /** The service asked to wait (429), and the visitor did. */
  heldBack(seconds: number): void;
  readonly heldBackSeconds: number;
  /** Addresses asked for, whole: for judging, never for a report. */
  readonly visited: readonly { readonly url: string; readonly status: number }[];
  steps(): readonly ObservedStep[];
}

const maxSteps = 400;

export function createTrail(clock: Clock): Trail {
  const steps: ObservedStep[] = [];
  const visited: { url: string; status: number }[] = [];
  let hasRunOut = false;
  let heldBackSeconds = 0;
  const add = (text: string) => {
    if (steps.length < maxSteps) steps.push({ atMs: clock.now(), who: 'suite', text: text.slice(0, 500) });
  };
  return {
    request(method, url, status) {
      if (visited.length < maxSteps) visited.push({ url, status });
      add(`${method} ${scrubUrl(url)} → ${status === 0 ? 'no answer' : status}`);
    },
    note: add,
    ranOut() {
      hasRunOut = true;
    },
    get hasRunOut() {
      return hasRunOut;
    },
    heldBack(seconds) {
      heldBackSeconds += seconds;
      add(`the service asks to wait ${seconds} s (429)`);
    },
    get heldBackSeconds() {
      return heldBackSeconds;
    },
    visited,
    steps: () => steps,
  };
}
