import type { ObservedStep } from '@garance/core';
import type { RunContext } from './run-context.ts';
import { openStage } from './stage.ts';

/**
 * The good logins before and after the scenarios of one worker; the login after a scenario is also the login before the
 * next.
 */
export interface Controls {
  before(): Promise<boolean>;
  after(): Promise<boolean>;
  /** The latest good login, when it did not succeed: the last answer and the navigation to it. */
  failure(): ControlFailure | undefined;
}

export interface ControlFailure {
  /** 0: no answer. */
  readonly status: number;
  readonly steps: readonly ObservedStep[];
}

/** One more attempt, so that a single error of the service does not count as down. */
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
    // A good login that failed is repeated: the service may work again.
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
