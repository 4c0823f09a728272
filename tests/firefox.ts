/**
 * Debian's Firefox, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/): Playwright needs a Firefox of its
 * own and uses commands that the long-term release lacks.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const systemFirefox = '/usr/bin/firefox-esr';
const startMs = 60_000;
const commandMs = 20_000;

/** Why Firefox is not available; undefined when it is. */
export function whyNoFirefox(): string | undefined {
  return existsSync(systemFirefox)
    ? undefined
    : `${systemFirefox} is not installed (.ci/services installs it)`;
}

export interface FirefoxTab {
  open(url: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** Resolves once a page of this address has loaded. */
  reaches(address: string): Promise<string>;
}

export interface Firefox {
  readonly tab: FirefoxTab;
  close(): Promise<void>;
}

/** No network use of its own and no first-run pages. */
const preferences = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'dom.disable_open_during_load': false,
};

export async function launchFirefox(): Promise<Firefox> {
  const profile = await mkdtemp(join(tmpdir(), 'garance-firefox-'));
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const child = spawn(
    systemFirefox,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Containers without user namespaces have no sandbox for its content processes.
      env: { ...process.env, HOME: profile, MOZ_DISABLE_CONTENT_SANDBOX: '1' },
    },
  );
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const session = await connect(await addressOf(child));
    await session.send('session.new', { capabilities: {} });
    await session.send('session.subscribe', { events: ['browsingContext.load'] });
    const tree = await session.send('browsingContext.getTree', {});
    const [context] = tree.contexts as readonly { readonly context: string }[];
    if (context === undefined) throw new Error('Firefox shows no window');
    return {
      tab: createTab(session, context.context),
      close: async () => {
        session.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Firefox prints the address of its debugger to standard error. */
async function addressOf(child: ChildProcess): Promise<string> {
  const { stderr } = child;
  if (stderr === null) throw new Error('Firefox has no standard error');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error(`Firefox did not start within ${startMs} ms`)), startMs);
  child.once('exit', (code) => reject(new Error(`Firefox ended with ${code}`)));
  createInterface({ input: stderr }).on('line', (line) => {
    const address = /^WebDriver BiDi listening on (ws:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (address !== undefined) resolve(address);
  });
  return promise.finally(() => clearTimeout(timer));
}

type Result = Readonly<Record<string, unknown>>;

interface Session {
  send(method: string, params: Result): Promise<Result>;
  onLoad(heard: (url: string) => void): void;
  close(): void;
}

interface Waiting {
  resolve(result: Result): void;
  reject(error: Error): void;
}

async function connect(address: string): Promise<Session> {
  const socket = new WebSocket(`${address}/session`);
  await once(socket, 'open');
  const waiting = new Map<number, Waiting>();
  const loads: ((url: string) => void)[] = [];
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as {
      readonly id?: number;
      readonly type: string;
      readonly result?: Result;
      readonly method?: string;
      readonly params?: { readonly url?: string };
    };
    if (message.method === 'browsingContext.load')
      for (const heard of loads) heard(message.params?.url ?? '');
    const command = message.id === undefined ? undefined : waiting.get(message.id);
    if (message.id === undefined || command === undefined) return;
    waiting.delete(message.id);
    if (message.type === 'success') command.resolve(message.result ?? {});
    else command.reject(new Error(`Firefox refused: ${String(data).slice(0, 500)}`));
  });
  return {
    send: (method, params) => {
      last += 1;
      const id = last;
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      waiting.set(id, { resolve, reject });
      const timer = setTimeout(() => reject(new Error(`no answer to ${method}`)), commandMs);
      socket.send(JSON.stringify({ id, method, params }));
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(id);
      });
    },
    onLoad: (heard) => {
      loads.push(heard);
    },
    close: () => socket.close(),
  };
}

function createTab(session: Session, context: string): FirefoxTab {
  let loaded = '';
  let hear: (url: string) => void = () => undefined;
  session.onLoad((url) => {
    loaded = url;
    hear(url);
  });
  return {
    open: async (url) => {
      await session.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    click: async (selector) => {
      loaded = '';
      const answer = await session.send('script.evaluate', {
        expression: `document.querySelector(${JSON.stringify(selector)}).click()`,
        target: { context },
        awaitPromise: false,
        userActivation: true,
      });
      if (answer.type === 'exception') throw new Error(`nothing to click: ${selector}`);
    },
    reaches: async (address) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const check = (url: string) => {
        if (url.startsWith(address)) resolve(url);
      };
      hear = check;
      check(loaded);
      const timer = setTimeout(
        () => reject(new Error(`${address} was not reached; the last page was ${loaded.split('?')[0]}`)),
        commandMs,
      );
      return promise.finally(() => clearTimeout(timer));
    },
  };
}
