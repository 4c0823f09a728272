import type { ObservedStep } from '@garance/core';
import type { RunContext } from './run-context.ts';
import { openStage } from './stage.ts';

/** The good logins around scenarios of one worker; the one after a scenario is the one before the next. */
export interface Controls {
  before(): Promise<boolean>;
  after(): Promise<boolean>;
  /** Of the latest, when it did not succeed: what answered last, and the way there. */
  failure(): ControlFailure | undefined;
}

export interface ControlFailure {
  /** 0: no answer. */
  readonly status: number;
  readonly steps: readonly ObservedStep[];
}

/** A service that hiccups once is not down: one more try, as a person would. */
const attempts = 2;

export function createControls(context: RunContext): Controls {
  let latest: boolean | undefined;
  let failure: ControlFailure | undefined;
  const make = async () => {
    latest = false;
    for (let attempt = 0; attempt < attempts && !latest; attempt += 1) {
      failure = await goodLogin(context);
      latest = failure === undefined;
    }
    return latest;
  };
  return {
    // One that failed is made anew: the service may be back.
    before: async () => (latest === true ? latest : make()),
    after: make,
    failure: () => failure,
  };
}

/** What went wrong with it; undefined when it succeeded. */
async function goodLogin(context: RunContext): Promise<ControlFailure | undefined> {
  const stage = openStage(context);
  const failed = (status: number) => ({ status, steps: stage.trail.steps() });
  try {
    const { view } = await stage.signIn(await stage.visitor(), { person: 'plain' });
    return (await stage.showsSignedIn(view)) ? undefined : failed(view.status);
  } catch {
    context.signal.throwIfAborted();
    return failed(0);
  } finally {
    await stage.close();
  }
}
