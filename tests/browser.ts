import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const systemChromium = '/usr/bin/chromium';
const packageRoot = new URL('../node_modules/@sparticuz/chromium/', import.meta.url);

/** Asks the package to unpack everything it carries; this value makes it include the shared libraries. */
const unpackScript = `import('@sparticuz/chromium').then((module) => module.default.executablePath())`;
const withLibraries = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };

/**
 * Unpacks Chromium once per version and user into the temporary folder. Several test processes may start at
 * the same time: each unpacks beside the final place and one rename wins, so nobody runs a half-written file.
 */
async function unpackedChromium(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('package.json', packageRoot), 'utf8'));
  const home = join(tmpdir(), `garance-chromium-${version}-${userInfo().uid}`);
  if (existsSync(join(home, 'chromium'))) return home;
  const staging = await mkdtemp(join(tmpdir(), 'garance-chromium-unpack-'));
  await promisify(execFile)(process.execPath, ['-e', unpackScript], {
    cwd: new URL('.', import.meta.url),
    env: { ...process.env, ...withLibraries, TMPDIR: staging },
  });
  await writeFile(join(staging, 'garance-fonts.conf'), fontsConfiguration(home));
  try {
    await rename(staging, home);
  } catch (error) {
    if (!existsSync(join(home, 'chromium'))) throw error;
    await rm(staging, { recursive: true, force: true });
  }
  return home;
}

/** The package's own configuration names Lambda's folders; machines without any font still need the one it brings. */
function fontsConfiguration(home: string): string {
  const folders = [join(home, 'fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`).join('');
  return `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${join(home, 'fonts-cache')}</cachedir></fontconfig>`;
}

/** The container's root may not use Chromium's sandbox; everyone else keeps it. */
function sandboxArguments(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/**
 * A headless Chromium: the system's when there is one, else the executable of `@sparticuz/chromium` with the
 * libraries and fonts it brings. Its default arguments are **not** used: they switch web security off, which the
 * journeys are there to prove. The caller closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  const args = [
    ...sandboxArguments(),
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--font-render-hinting=none',
  ];
  if (existsSync(systemChromium)) return chromium.launch({ executablePath: systemChromium, args });
  const home = await unpackedChromium();
  const libraries = [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: [...args, '--headless'],
    env: {
      ...process.env,
      HOME: home,
      FONTCONFIG_FILE: join(home, 'garance-fonts.conf'),
      LD_LIBRARY_PATH: libraries,
    },
  });
}
