/** Some pages show the signed-in state some time after loading: the good logins measure how long. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { View, Visitor } from '../vocabulary/stage.ts';
import type { Limits } from './limits.ts';
import type { Marks } from './marker.ts';

export interface Pace {
  /** The longest that a good login took to show, in milliseconds after the page came to rest. */
  readonly latenessMs: number;
  learn(ms: number): void;
}

export function createPace(): Pace {
  let latenessMs = 0;
  return {
    get latenessMs() {
      return latenessMs;
    },
    learn: (ms) => {
      latenessMs = Math.max(latenessMs, ms);
    },
  };
}

const stepMs = 50;

/**
 * The page once it shows a signed-in person, or as it is when it does not in time. Where a sign-in is expected it gets
 * the whole time; after a fault, twice what good logins needed: most services need none, and then nobody waits.
 */
export async function untilSignedIn(options: {
  readonly visitor: Visitor;
  readonly view: View;
  readonly marks: Marks;
  readonly pace: Pace;
  readonly limits: Limits;
  readonly expected: boolean;
}): Promise<View> {
  const { visitor, marks, pace, limits, expected } = options;
  let { view } = options;
  // Without scripts nothing appears later.
  if (visitor.look === undefined || marks.shows(view) || view.status >= 400) return view;
  const allowedMs = expected ? limits.signedInWithinMs : pace.latenessMs * 2;
  const beganMs = performance.now();
  while (performance.now() - beganMs < allowedMs) {
    await sleep(stepMs);
    view = await visitor.view();
    if (!marks.shows(view)) continue;
    if (expected) pace.learn(performance.now() - beganMs);
    break;
  }
  return view;
}
