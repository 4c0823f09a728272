import type { Locale } from '@garance/core';
/** Pages of runs of the suite, and its report as a file, in a real browser: axe, two widths, two languages, with and without script. */
import { createRunWorker, SuiteCannotBegin } from '@garance/portal';
import { createTestPortal, type TestPortal } from '@garance/portal/testing';
import { aQualificationScene } from '@garance/portal/testing/qualification';
import {
  createFakeRunner,
  type FakeRunner,
  failure,
  onePixel,
  reporting,
  someResults,
} from '@garance/portal/testing/suite-runs';
import { toHtml } from '@garance/qualification/report';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';
import { createInspector, type Inspector } from '../journeys/inspector.ts';

let origin: string;
let portal: TestPortal;
let runner: FakeRunner;
let browser: Browser;
let inspector: Inspector;

beforeAll(async () => {
  const port = await findFreePort();
  origin = `http://localhost:${port}`;
  const fake = createFakeRunner(() => portal.clock.now());
  runner = { ...fake, render: (run, _format, locale) => toHtml(run, locale) };
  runner.start = (order, onProgress, signal) => runner.script(order, onProgress, signal);
  portal = await createTestPortal({
    config: { origin, relaxedAddresses: true },
    qualificationRunner: runner,
    outbound: {
      request: async () => ({ status: 200, headers: {}, body: '' }),
      fetch: () => Promise.reject(new Error('nothing is fetched')),
      policy: { allowHttp: false, allowPrivateAddresses: false },
      close: async () => {},
    },
  });
  await portal.app.listen({ host: '127.0.0.1', port });
  browser = await launchBrowser();
  inspector = await createInspector();
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

const addresses = {
  loginUrl: 'https://familles.example/connexion',
  signedIn: '#mon-compte',
  protectedUrl: 'https://familles.example/mon-espace',
};

async function aScene() {
  const scene = await aQualificationScene(portal, 'Portail des familles');
  await scene.publishIntegration('standard');
  const path = `${scene.pathOf('standard')}/runs`;
  const ask = async (fields: Readonly<Record<string, string>> = {}) => {
    const page = await scene.owner.browser.get(path);
    return scene.owner.browser.submit(page, { ...addresses, ...fields }, { form: 'name="loginUrl"' });
  };
  const newest = async () => {
    const [run] = await portal.store.portal.qualificationRuns.list(scene.service.id, 'standard', {
      limit: 1,
    });
    return `${path}/${run?.id}`;
  };
  const enter = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const { sessionSecret: value } = scene.owner;
    await context.addCookies([{ name: 'garance-portal-session', value, url: origin }]);
    return context.newPage();
  };
  return { ...scene, path, ask, newest, enter };
}

test('every page of runs has no axe violation and does not scroll sideways', async () => {
  const scene = await aScene();
  const worker = createRunWorker({ ...portal.deps, runner }, { lookEveryMs: 20 });
  const page = await scene.enter();
  const looksAt = async (name: string, path: string, lang: Locale = 'fr') => {
    const answer = await page.goto(`${origin}${path}?lang=${lang}`);
    expect([name, answer?.status()]).toEqual([name, 200]);
    await inspector.inspect(page, { name: `run-${name}`, scripted: true });
  };
  await scene.ask();
  await worker.runDue();
  portal.clock.advance(1000);
  runner.script = async (order, onProgress) => {
    const screenshot = onePixel;
    const pageText = `Bonjour Angela\n${'trop-long-pour-une-ligne-'.repeat(20)}`;
    const findings = [{ fr: 'Une page 500 a été montrée.', en: 'A 500 page was shown.' }];
    const results = someResults({
      callback: { ...failure, screenshot, pageText, findings },
      userinfo: { ...failure, verdict: 'inconclusive' },
      requests: { ...failure, level: 'recommended' },
      discovery: { verdict: 'not-applicable', reason: { fr: 'Sans objet ici.', en: 'Not here.' } },
    });
    return reporting(order, results, { onProgress, atMs: portal.clock.now() });
  };
  await scene.ask();
  await worker.runDue();
  const bad = await scene.newest();
  await looksAt('bad', bad);
  await looksAt('bad-en', bad, 'en');
  await looksAt('scenario', `${bad}/scenarios/callback.example`);
  const html = await scene.owner.browser.get(`${bad}/download/html`);
  // In a new page: the partner space's policy would block the file's style.
  const file = await scene.enter();
  await file.setContent(html.html);
  await inspector.inspect(file, { name: 'run-file', scripted: true });
  portal.clock.advance(1000);
  const text = { fr: 'Le service ne répond pas.', en: 'The service does not answer.' };
  runner.script = () =>
    Promise.reject(new SuiteCannotBegin({ text, pageUrl: addresses.loginUrl, pageText: 'Erreur 502' }));
  await scene.ask();
  await worker.runDue();
  await looksAt('cannot-begin', await scene.newest());
  await looksAt('history', scene.path);
  await page.fill('#loginUrl', 'http://169.254.169.254/');
  await page.click('form[action$="/runs"] button');
  expect(await page.inputValue('#signedIn')).toBe('#mon-compte');
  await inspector.inspect(page, { name: 'run-refused', scripted: true });
  await worker.stop();
}, 240_000);

test('the page of a run shows its progress and its end, with a script and without', async () => {
  const scene = await aScene();
  const worker = createRunWorker({ ...portal.deps, runner }, { lookEveryMs: 20 });
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  runner.script = async (order, onProgress) => {
    const [first] = someResults({ requests: failure });
    onProgress({ kind: 'started', scenarios: 10 });
    if (first !== undefined) onProgress({ kind: 'result', done: 1, of: 10, result: first });
    begun.resolve();
    await gate.promise;
    return reporting(order, someResults(), { onProgress, atMs: portal.clock.now() });
  };
  await scene.ask();
  const path = `${origin}${await scene.newest()}`;
  const scripted = await scene.enter({ locale: 'fr-FR' });
  const plain = await scene.enter({ locale: 'fr-FR', javaScriptEnabled: false });
  await Promise.all([scripted, plain].map((page) => page.goto(path)));
  expect(await scripted.textContent('main')).toContain('L’exécution attend son tour');
  const ended = worker.runDue();
  await begun.promise;
  for (const page of [scripted, plain]) {
    await page.getByText('1 sur 10 scénarios').waitFor();
    await page.getByText('Exemple de requests').waitFor();
  }
  await inspector.inspect(scripted, { name: 'run-watch', scripted: true });
  gate.resolve();
  await ended;
  for (const page of [scripted, plain]) await page.locator('#downloads').waitFor();
  await worker.stop();
}, 240_000);
