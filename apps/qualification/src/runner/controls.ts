import type { RunContext } from './run-context.ts';
import { openStage } from './stage.ts';

/** The good logins around scenarios of one worker; the one after a scenario is the one before the next. */
export interface Controls {
  before(): Promise<boolean>;
  after(): Promise<boolean>;
}

/** A service that hiccups once is not down: one more try, as a person would. */
const attempts = 2;

export function createControls(context: RunContext): Controls {
  let latest: boolean | undefined;
  const make = async () => {
    latest = false;
    for (let attempt = 0; attempt < attempts && !latest; attempt += 1) latest = await goodLogin(context);
    return latest;
  };
  return {
    // One that failed is made anew: the service may be back.
    before: async () => (latest === true ? latest : make()),
    after: make,
  };
}

async function goodLogin(context: RunContext): Promise<boolean> {
  const stage = openStage(context);
  try {
    const { view } = await stage.signIn(await stage.visitor(), { person: 'plain' });
    return await stage.showsSignedIn(view);
  } catch {
    context.signal.throwIfAborted();
    return false;
  } finally {
    await stage.close();
  }
}
