import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoProviders, type MailboxMessage, startDemoProviders, startMailbox } from '@garance/demo';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../axe.ts';
import { launchBrowser } from '../browser.ts';
import { type Screen, sidewaysPixels } from '../page-looks.ts';

/** Folder for screenshots: `GARANCE_SCREENSHOTS=/tmp/shots npx vitest run tests/demo-pages`. */
const screenshots = process.env.GARANCE_SCREENSHOTS;
const loopback = '127.0.0.1';

let browser: Browser;
let hub: Server;
let hubOrigin: string;
let providers: DemoProviders;

async function openPage(url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url, { waitUntil: 'load' });
  return { page, complaints, close: () => context.close() };
}

async function shoot(page: Page, file: string): Promise<void> {
  if (screenshots === undefined) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${file}.png`), fullPage: true });
}

/** Expected console messages: the status of a refused form, and the policy of the mail's frame. */
const expectedComplaint = /422|frame is sandboxed|"img-src data:"/;

interface WellMade {
  readonly url: string;
  readonly file: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

/** No violation in either scheme, no sideways scrolling on a narrow screen, no console message. */
async function expectWellMade(
  screens: readonly Screen[],
  { url, file, prepare = async () => {} }: WellMade,
): Promise<void> {
  for (const { width, colorScheme } of screens) {
    const viewport = { width, height: 800 };
    const { page, complaints, close } = await openPage(url, { viewport, colorScheme, locale: 'fr-FR' });
    await prepare(page);
    expect(await axeViolations(page), `${file} ${width} ${colorScheme}`).toEqual([]);
    await shoot(page, `${file}-${width}-${colorScheme}`);
    expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
    expect(complaints.filter((text) => !expectedComplaint.test(text))).toEqual([]);
    await close();
  }
}

function authorizationUrl(provider: 'low' | 'substantial' | 'high', acr = 'eidas1'): string {
  const url = new URL(`${providers.issuers[provider]}/auth`);
  url.search = new URLSearchParams({
    client_id: 'hub',
    redirect_uri: `${hubOrigin}/callback`,
    response_type: 'code',
    scope: 'openid given_name',
    state: 'a-state',
    nonce: 'a-nonce',
    acr_values: acr,
    prompt: 'login',
  }).toString();
  return url.href;
}

async function expectWellMadeError(url: string): Promise<void> {
  const { page, close } = await openPage(url);
  expect(await axeViolations(page)).toEqual([]);
  await shoot(page, 'provider-refused');
  await close();
}

function hostileMail(index: number): MailboxMessage {
  return {
    id: String(index).padStart(32, '0'),
    messageId: `<${index}@garance.example>`,
    from: 'Garance <ne-pas-repondre@garance.example>',
    to: ['jean-lavande@courriel.example'],
    subject: 'Vous vous êtes connecté à Service de démonstration',
    date: new Date(Date.UTC(2026, 2, 2, 9, index)).toISOString(),
    text: 'Bonjour,\n\nVous vous êtes connecté le 2 mars 2026.\nhttp://localhost:3000/ce-n-etait-pas-moi',
    html:
      '<h1>Bonjour</h1><p>Vous vous êtes connecté.</p><script>parent.document.title="ran"</script>' +
      '<img src="x" onerror="parent.document.title=1">',
  };
}

function openProviders(): void {
  beforeAll(async () => {
    // Another site than the providers: a hub redirects the browser at once.
    hub = createServer((request, response) => {
      if (request.url?.startsWith('/callback')) {
        response.writeHead(303, { location: `/landed${request.url.slice('/callback'.length)}` }).end();
      } else response.end('landed');
    });
    await new Promise<void>((resolve) => hub.listen(0, loopback, resolve));
    hubOrigin = `http://localhost:${(hub.address() as AddressInfo).port}`;
    providers = await startDemoProviders({
      host: loopback,
      port: 0,
      clients: [
        {
          clientId: 'hub',
          clientSecret: 'secret',
          redirectUris: [`${hubOrigin}/callback`],
          postLogoutRedirectUris: [`${hubOrigin}/signed-out`],
        },
      ],
    });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await providers?.close();
    hub?.close();
  });
}

/** Pages of the demo providers and of the mailbox, on these screens. */
export function describeProviderAndMailboxPages(screens: readonly Screen[]): void {
  openProviders();
  const wellMade = (url: string, file: string, prepare?: (page: Page) => Promise<void>) =>
    expectWellMade(screens, { url, file, ...(prepare !== undefined && { prepare }) });

  describe('the sign-in page of a demo provider', () => {
    it.each(['low', 'substantial', 'high'] as const)('is well made at %s', async (provider) => {
      await wellMade(authorizationUrl(provider), `provider-${provider}`);
    });

    it('is well made after a wrong password, with the error choices open', async () => {
      await wellMade(authorizationUrl('high', 'eidas3'), 'provider-error', async (page) => {
        await page.fill('#login', 'amarante');
        await page.fill('#password', 'nope');
        await page.click('button[value="sign-in"]');
        await page.waitForSelector('[role=alert]');
        await page.click('summary');
      });
    });
  });

  describe('the mailbox page', () => {
    const start = (dataDir?: string) =>
      startMailbox({
        host: loopback,
        smtpPort: 0,
        httpPort: 0,
        publicHost: 'localhost',
        ...(dataDir === undefined ? {} : { dataDir }),
      });

    it('is well made while empty', async () => {
      const mailbox = await start();
      await wellMade(mailbox.url, 'mailbox-empty');
      await mailbox.close();
    });

    it('is well made with mail, and shows a mail whose script does not run', async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'mailbox-page-'));
      for (const message of [1, 2].map(hostileMail)) {
        await writeFile(join(dataDir, `${message.id}.json`), JSON.stringify(message));
      }
      const mailbox = await start(dataDir);
      await wellMade(mailbox.url, 'mailbox-list');
      const { page, close } = await openPage(mailbox.url);
      await page.click('tbody a');
      expect(await page.frameLocator('iframe').locator('h1').textContent()).toBe('Bonjour');
      expect(await page.title()).toContain('Vous vous êtes connecté');
      const url = page.url();
      await close();
      await wellMade(url, 'mailbox-message');
      await mailbox.close();
      await rm(dataDir, { recursive: true });
    });
  });
}

/** Visits of a citizen; call it after `describeProviderAndMailboxPages`. */
export function describeProviderVisits(): void {
  describe('signing in at a demo provider', () => {
    it.each([true, false])('leads to the hub by password, with JavaScript: %s', async (javaScriptEnabled) => {
      const { page, close } = await openPage(authorizationUrl('low'), { javaScriptEnabled });
      await page.fill('#login', 'amarante');
      await page.fill('#password', 'garance');
      await page.press('#password', 'Enter');
      await page.waitForURL(`${hubOrigin}/landed?**`);
      expect(new URL(page.url()).searchParams.has('code')).toBe(true);
      await close();
    });

    it('leads to the hub by one click, and by cancelling', async () => {
      const { page, close } = await openPage(authorizationUrl('high'));
      await page.click('button[name=account][value=basile]');
      await page.waitForURL(`${hubOrigin}/landed?code=**`);
      await page.goto(authorizationUrl('high'));
      await page.click('button[value=cancel]');
      await page.waitForURL(`${hubOrigin}/landed?error=access_denied**`);
      await close();
    });

    it('keeps the chosen language and shows its error and sign-out pages well made', async () => {
      const { page, close } = await openPage(authorizationUrl('low'), { locale: 'fr-FR' });
      await page.click('header a');
      expect(await page.textContent('h1')).toBe('Sign in');
      await page.click('button[name=account][value=basile]');
      await page.goto(`${providers.issuers.low}/session/end`);
      expect(await axeViolations(page)).toEqual([]);
      await page.click('button[name=logout]');
      expect(await page.textContent('h1')).toBe('Vous êtes déconnecté');
      expect(await axeViolations(page)).toEqual([]);
      await close();
      await expectWellMadeError(`${providers.issuers.low}/auth?client_id=unknown-client`);
    });
  });
}
