import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, LaunchOptions } from 'playwright-core';

const systemChromium = '/usr/bin/chromium';
const here = dirname(fileURLToPath(import.meta.url));

/** Asks the package to unpack everything it carries; this value makes it include the shared libraries. */
const unpackScript = `import('@sparticuz/chromium').then((module) => module.default.executablePath())`;
const withLibraries = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };

/** The package exports its code only: its description lies two folders above it. */
async function packageVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(dirname(entry), '..', 'package.json'), 'utf8'));
  return version;
}

/**
 * Unpacks Chromium once per version and user into the temporary folder. Several processes may start at the same time:
 * each unpacks beside the final place and one rename wins, so nobody runs a half-written file. The name of that place
 * can be guessed, so what another user put there is not run.
 */
async function unpackedChromium(): Promise<string> {
  const home = join(tmpdir(), `garance-chromium-${await packageVersion()}-${userInfo().uid}`);
  if (existsSync(join(home, 'chromium'))) return ownFolder(home);
  const staging = await mkdtemp(join(tmpdir(), 'garance-chromium-unpack-'));
  await promisify(execFile)(process.execPath, ['-e', unpackScript], {
    cwd: here,
    env: { ...process.env, ...withLibraries, TMPDIR: staging },
  });
  await writeFile(join(staging, 'garance-fonts.conf'), fontsConfiguration(home));
  try {
    await rename(staging, home);
  } catch (error) {
    if (!existsSync(join(home, 'chromium'))) throw error;
    await rm(staging, { recursive: true, force: true });
  }
  return ownFolder(home);
}

function ownFolder(home: string): string {
  const uid = process.getuid?.();
  if (uid !== undefined && statSync(home).uid !== uid) throw new Error(`${home} belongs to another user`);
  return home;
}

/** The package's own configuration names Lambda's folders; machines without any font still need the one it brings. */
function fontsConfiguration(home: string): string {
  const folders = [join(home, 'fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`).join('');
  return `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${join(home, 'fonts-cache')}</cachedir></fontconfig>`;
}

const baseArguments = ['--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/**
 * `required`: a browser without a sandbox is not started. `preferred`: it is started, and `onNoSandbox` is told.
 */
export type Sandbox = 'required' | 'preferred';

/** Chromium has no sandbox on this machine, or none for this user, and may not be started without. */
export class NoSandbox extends Error {
  constructor() {
    super('Chromium has no sandbox here: no user namespaces, or started by root');
    this.name = 'NoSandbox';
  }
}

export interface BrowserLaunch {
  /** `http://127.0.0.1:PORT` of the proxy that everything goes through, loopback included. */
  readonly proxyServer?: string;
  readonly args?: readonly string[];
  /** Default `required`. */
  readonly sandbox?: Sandbox;
  /** Absent: a warning of the process. */
  readonly onNoSandbox?: () => void;
}

/** Launches the browser of a run; the caller closes it. */
export type LaunchBrowser = (launch?: BrowserLaunch) => Promise<Browser>;

/**
 * A headless Chromium: the system's when there is one, else the executable of `@sparticuz/chromium` with the
 * libraries and fonts it brings. Its default arguments are **not** used: they switch web security off, which the
 * journeys are there to prove. The caller closes it.
 *
 * @throws NoSandbox
 */
export async function launchBrowser(launch: BrowserLaunch = {}): Promise<Browser> {
  const { proxyServer, args = [] } = launch;
  const options = {
    args: [...baseArguments, ...args],
    ...(proxyServer === undefined ? {} : { proxy: { server: proxyServer } }),
  };
  if (existsSync(systemChromium))
    return launchSandboxed({ ...options, executablePath: systemChromium }, launch);
  const home = await unpackedChromium();
  const libraries = [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  const unpacked = {
    executablePath: join(home, 'chromium'),
    args: [...options.args, '--headless'],
    env: {
      ...process.env,
      HOME: home,
      FONTCONFIG_FILE: join(home, 'garance-fonts.conf'),
      LD_LIBRARY_PATH: libraries,
    },
  };
  return launchSandboxed({ ...options, ...unpacked }, launch);
}

/** Root may not use Chromium's sandbox, and containers without user namespaces have none to give. */
async function launchSandboxed(
  options: LaunchOptions,
  { sandbox = 'required', onNoSandbox = warnOfNoSandbox }: BrowserLaunch,
): Promise<Browser> {
  // Loaded here: whoever imports this package for something else does not load a browser's driver.
  const { chromium } = await import('playwright-core');
  if (process.getuid?.() !== 0) {
    try {
      return await chromium.launch({ ...options, chromiumSandbox: true });
    } catch (error) {
      if (!String(error).includes('No usable sandbox')) throw error;
    }
  }
  if (sandbox === 'required') throw new NoSandbox();
  onNoSandbox();
  return chromium.launch({ ...options, args: [...(options.args ?? []), '--no-sandbox'] });
}

function warnOfNoSandbox(): void {
  process.emitWarning('Chromium runs WITHOUT ITS SANDBOX: open only pages of your own with it', {
    code: 'GARANCE_NO_SANDBOX',
  });
}
