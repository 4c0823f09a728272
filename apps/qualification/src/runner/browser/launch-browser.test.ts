import { describe, expect, test } from 'vitest';
import { CannotRun } from '../cannot-run.ts';
import { runSuiteApart } from '../process/run-suite-apart.ts';
import { startFakeFederation } from '../testing/fake-federation.ts';
import { launchBrowser, NoSandbox } from './launch-browser.ts';

/** Whether Chromium has a sandbox here: it has none for root, nor in containers without user namespaces. */
async function startWithSandbox(): Promise<boolean> {
  try {
    await (await launchBrowser()).close();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(NoSandbox);
    return false;
  }
}

describe('attack 11 and 23: a browser for pages of strangers', () => {
  test('has its sandbox, or is not started unless the caller said so, and then says it', async () => {
    let warnings = 0;
    const browser = await launchBrowser({
      sandbox: 'preferred',
      onNoSandbox: () => {
        warnings += 1;
      },
    });
    await browser.close();
    expect(warnings).toBe((await startWithSandbox()) ? 0 : 1);
  });

  test('is asked for with its sandbox where nothing else is said, and the run that cannot have it does not begin', async () => {
    await using federation = await startFakeFederation();
    const { rehearsal, service } = federation;
    const warnings: string[] = [];
    const options = {
      rehearsal,
      service,
      mode: 'browser',
      only: ['accept.plain'],
      onWarning: (warning: string) => void warnings.push(warning),
    } as const;
    const strict = await runSuiteApart(options).catch((error: unknown) => error);
    const lenient = await runSuiteApart({ ...options, sandbox: 'preferred' });
    expect(lenient.results.map(({ verdict }) => verdict)).toEqual(['passed']);
    if (strict instanceof CannotRun)
      expect([strict.reason, warnings]).toEqual(['no-sandbox', ['no-sandbox']]);
    else expect([strict, warnings]).toEqual([expect.objectContaining({ mode: 'browser' }), []]);
  });
});
