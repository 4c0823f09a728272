import { GaranceError } from '@garance/core';
import { type Outbound, OutboundError } from '@garance/web/outbound';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  forgetOldRuns,
  requestRun,
  retestQualified,
  runsPerDay,
} from '../../../objects/qualification/runs/ask.ts';
import { SuiteCannotBegin } from '../../../objects/qualification/runs/port.ts';
import { createRunWorker, type RunWorker } from '../../../objects/qualification/runs/worker.ts';
import {
  createFakeRunner,
  type FakeRunner,
  failure,
  onePixel,
  reporting,
  someResults,
} from '../../../objects/qualification/testing/fake-runner.ts';
import {
  aQualificationScene,
  type QualificationScene,
} from '../../../objects/qualification/testing/qualification-scene.ts';
import { createTestPortal, type TestPortal } from '../../../testing/portal-fixture.ts';

const dayMs = 24 * 3600 * 1000;
const addresses = {
  loginUrl: 'https://familles.example/connexion',
  signedInKind: 'selector',
  signedIn: '#mon-compte',
  protectedUrl: 'https://familles.example/mon-espace',
};
/** Answers of external addresses; by default each redirects to the hub. */
const world = { failure: 'redirect' as OutboundError['reason'] };
const outbound: Outbound = {
  request: () => Promise.reject(new OutboundError(world.failure)),
  fetch: () => Promise.reject(new OutboundError('network')),
  policy: { allowHttp: false, allowPrivateAddresses: false },
  close: async () => {},
};

let portal: TestPortal;
let runner: FakeRunner;
let worker: RunWorker;

beforeAll(async () => {
  runner = createFakeRunner(() => portal.clock.now());
  portal = await createTestPortal({ qualificationRunner: runner, outbound });
  worker = createRunWorker({ ...portal.deps, runner }, { lookEveryMs: 5 });
});
afterAll(async () => {
  await worker.stop();
  await portal.close();
});
beforeEach(() => {
  world.failure = 'redirect';
  says({});
});

/** The suite reports one result for each family, passed unless in `changes`. */
function says(changes: Parameters<typeof someResults>[0]): void {
  runner.script = async (order, onProgress) =>
    reporting(order, someResults(changes), { onProgress, atMs: portal.clock.now() });
}

async function aScene(name?: string): Promise<QualificationScene> {
  const scene = await aQualificationScene(portal, name);
  await scene.publishIntegration('standard');
  return scene;
}

const pathOf = (scene: QualificationScene) => `${scene.pathOf('standard')}/runs`;

async function ask(scene: QualificationScene, fields: Readonly<Record<string, string>> = {}) {
  const page = await scene.owner.browser.get(pathOf(scene));
  return scene.owner.browser.submit(page, { ...addresses, ...fields }, { form: 'name="loginUrl"' });
}

async function newest(scene: QualificationScene) {
  const [run] = await portal.store.portal.qualificationRuns.list(scene.service.id, 'standard', { limit: 1 });
  if (run === undefined) throw new Error('no run');
  return run;
}

describe('a run from the partner space', () => {
  test('is started, followed, read, and proves the automatic prerequisites', async () => {
    const scene = await aScene();
    const { browser } = scene.owner;
    expect((await browser.get(scene.pathOf('standard'))).text).toContain('À prouver');
    const waiting = await ask(scene);
    expect(waiting.text).toContain('L’exécution attend son tour');
    expect(waiting.html).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>');
    await worker.runDue();
    expect(runner.orders.at(-1)).toMatchObject({
      registration: { id: (await scene.current('standard')).id },
      target: {
        loginUrl: addresses.loginUrl,
        protectedUrl: addresses.protectedUrl,
        signedIn: { selector: '#mon-compte' },
        publicService: true,
      },
    });
    const { id } = await newest(scene);
    const read = await browser.get(`${pathOf(scene)}/${id}`);
    expect(read.text).toContain('Tout ce que votre service doit refuser est refusé');
    expect(read.text).toContain('compte pour les prérequis automatiques');
    expect(read.html).not.toContain('http-equiv="refresh"');
    const list = await browser.get(scene.pathOf('standard'));
    expect(list.text).not.toContain('À prouver');
    expect(list.text).toContain('Prouvé');
    expect(await portal.store.portal.qualificationReports.find(id)).toMatchObject({ acceptedBy: 'system' });
    // The addresses are kept for the next run.
    expect((await browser.get(pathOf(scene))).html).toContain('value="https://familles.example/mon-espace"');
  });

  test('shows each scenario with what was done, seen, and how to fix it, and the picture', async () => {
    const scene = await aScene();
    const attack = '<script>alert(1)</script>';
    says({
      callback: {
        ...failure,
        screenshot: onePixel,
        pageText: attack,
        findings: [{ fr: 'Une page 500.', en: 'A 500 page.' }],
      },
      ux: { screenshot: Uint8Array.from(Buffer.from('<svg onload="alert(1)">')) },
    });
    await ask(scene);
    await worker.runDue();
    const { id } = await newest(scene);
    const { browser } = scene.owner;
    const read = await browser.get(`${pathOf(scene)}/${id}`);
    expect(read.text).toContain('1 point exigé à corriger');
    expect(read.text).toContain('La page protégée s’est ouverte.');
    const page = await browser.get(`${pathOf(scene)}/${id}/scenarios/callback.example`);
    for (const text of [
      'La plateforme se trompe.',
      'Comparez le state.',
      'GET /connexion → 302',
      'Une page 500.',
    ]) {
      expect(page.text).toContain(text);
    }
    expect(page.html).not.toContain(attack);
    const picture = await browser.get(`${pathOf(scene)}/${id}/scenarios/callback.example/screenshot`);
    expect(picture.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
    });
    // Security 16: bytes that are no picture are not served as one.
    expect((await browser.get(`${pathOf(scene)}/${id}/scenarios/ux.example/screenshot`)).status).toBe(404);
    expect((await browser.get(`${pathOf(scene)}/${id}/scenarios/none`)).status).toBe(404);
    expect((await browser.get(scene.pathOf('standard'))).text).toContain('En échec');
  });

  test('shows what changed since the run before', async () => {
    const scene = await aScene();
    const { browser } = scene.owner;
    says({ callback: failure });
    await ask(scene);
    await worker.runDue();
    portal.clock.advance(60_000);
    says({ userinfo: failure });
    await ask(scene);
    await worker.runDue();
    const read = await browser.get(`${pathOf(scene)}/${(await newest(scene)).id}`);
    expect(read.text).toMatch(/Régressions Exemple de userinfo Corrigés Exemple de callback/);
    const history = await browser.get(pathOf(scene));
    expect(history.html.match(/\/qualification\/runs\/[0-9a-f-]{36}/g)).toHaveLength(2);
  });

  test('is downloaded as HTML, JSON, JUnit and as a signed report, always as an attachment', async () => {
    const scene = await aScene();
    await ask(scene);
    await worker.runDue();
    const { id, jws } = await newest(scene);
    for (const [format, ending] of [
      ['html', 'html'],
      ['json', 'json'],
      ['junit', 'xml'],
    ]) {
      const file = await scene.owner.browser.get(`${pathOf(scene)}/${id}/download/${format}`);
      expect(file.html).toBe(`${format} of 10 results`);
      expect(file.headers['content-disposition']).toMatch(
        new RegExp(`^attachment; filename="garance-standard-[0-9-]+\\.${ending}"`),
      );
      expect(file.headers['content-security-policy']).toContain('sandbox');
    }
    expect((await scene.owner.browser.get(`${pathOf(scene)}/${id}/download/jws`)).html).toBe(jws);
    expect((await scene.owner.browser.get(`${pathOf(scene)}/${id}/download/exe`)).status).toBe(404);
  });
});

describe('a run under way', () => {
  test('shows its progress and findings, and stops when a member asks', async () => {
    const scene = await aScene();
    const begun = Promise.withResolvers<void>();
    runner.script = (_order, onProgress, signal) => {
      onProgress({ kind: 'started', scenarios: 90 });
      const result = someResults({ requests: failure })[0];
      if (result !== undefined) onProgress({ kind: 'result', done: 12, of: 90, result });
      begun.resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    await ask(scene);
    const ended = worker.runDue();
    await begun.promise;
    const path = `${pathOf(scene)}/${(await newest(scene)).id}`;
    await expect
      .poll(async () => (await scene.owner.browser.get(path)).text)
      .toContain('12 sur 90 scénarios');
    const watched = await scene.owner.browser.get(path);
    expect(watched.text).toContain('Exemple de requests');
    // A second run is not started while one is running.
    expect((await scene.owner.browser.get(pathOf(scene))).text).toContain('Une exécution est en cours');
    await scene.owner.browser.submit(watched);
    await ended;
    expect((await newest(scene)).state).toBe('cancelled');
    expect((await scene.owner.browser.get(path)).text).toContain('L’exécution a été annulée.');
  });

  test('is shown as interrupted when its process was killed, and another may begin', async () => {
    const scene = await aScene();
    await ask(scene);
    const { qualificationRuns } = portal.store.portal;
    const nowMs = portal.clock.now();
    const claimed = await qualificationRuns.claim(nowMs, nowMs + 20_000);
    expect(claimed?.serviceId).toBe(scene.service.id);
    portal.clock.advance(21_000);
    const read = await scene.owner.browser.get(`${pathOf(scene)}/${claimed?.id}`);
    expect(read.text).toContain('la plateforme a redémarré');
    await worker.runDue();
    expect((await newest(scene)).state).toBe('interrupted');
    await ask(scene);
    await worker.runDue();
    expect((await newest(scene)).state).toBe('finished');
  });

  test('waits when the configured number run already', async () => {
    const scenes = [await aScene(), await aScene(), await aScene()];
    for (const scene of scenes) await ask(scene);
    const gate = Promise.withResolvers<void>();
    const began = runner.orders.length;
    runner.script = async (order, onProgress) => {
      await gate.promise;
      return reporting(order, someResults(), { onProgress, atMs: portal.clock.now() });
    };
    const first = worker.runDue();
    await expect.poll(() => runner.orders.length - began).toBe(2);
    const states = await Promise.all(scenes.map(async (scene) => (await newest(scene)).state));
    expect(states.toSorted()).toEqual(['queued', 'running', 'running']);
    gate.resolve();
    await first;
    await worker.runDue();
    expect(runner.orders.length - began).toBe(3);
  });

  test('is ended by force when the suite ignores its signal, and ends as broken when the suite breaks', async () => {
    const scene = await aScene();
    const impatient = createRunWorker({ ...portal.deps, runner }, { lookEveryMs: 5, longestMs: 20 });
    runner.script = () => new Promise(() => {});
    await ask(scene);
    await impatient.runDue();
    expect(await newest(scene)).toMatchObject({ state: 'failed', problem: 'qualification.run_too_long' });
    runner.script = () => Promise.reject(new Error('crash'));
    portal.clock.advance(1);
    await ask(scene);
    await impatient.runDue();
    expect(await newest(scene)).toMatchObject({ state: 'failed', problem: 'qualification.run_broken' });
    const read = await scene.owner.browser.get(`${pathOf(scene)}/${(await newest(scene)).id}`);
    expect(read.text).toContain('par une erreur de la plateforme');
    await impatient.stop();
  });
});

test('a service that cannot be signed in to gets what the suite saw', async () => {
  const scene = await aScene();
  const text = { fr: 'Le repère n’est pas sur la page.', en: 'The mark is not on the page.' };
  const explanation = { text, pageUrl: addresses.loginUrl, pageText: '<b>Erreur</b>\u0000' };
  runner.script = () => Promise.reject(new SuiteCannotBegin(explanation));
  await ask(scene);
  await worker.runDue();
  const read = await scene.owner.browser.get(`${pathOf(scene)}/${(await newest(scene)).id}`);
  expect(read.text).toContain('Une connexion ordinaire n’a pas abouti');
  expect(read.text).toContain('Le repère n’est pas sur la page.');
  expect(read.text).toContain('<b>Erreur</b>');
  expect(read.html).not.toContain('<b>Erreur');
});

describe('the proof by a run', () => {
  test('takes service and registration from the platform, whatever the suite’s process reports', async () => {
    const scene = await aScene();
    const { id: registrationId, version } = await scene.current('standard');
    runner.script = async (order, onProgress) => ({
      ...reporting(order, someResults(), { onProgress, atMs: portal.clock.now() }),
      serviceId: 'another',
      registrationId: 'another',
      registrationVersion: 99,
    });
    await ask(scene);
    await worker.runDue();
    const { id } = await newest(scene);
    expect((await portal.store.portal.qualificationReports.find(id))?.report).toMatchObject({
      serviceId: scene.service.id,
      registrationId,
      registrationVersion: version,
    });
  });

  test('is none for a run of a part, which is kept, and its page says why', async () => {
    const scene = await aScene();
    runner.script = async (order, onProgress) => ({
      ...reporting(order, someResults(), { onProgress, atMs: portal.clock.now() }),
      coverage: 'part',
    });
    await ask(scene);
    await worker.runDue();
    const { id } = await newest(scene);
    const read = await scene.owner.browser.get(`${pathOf(scene)}/${id}`);
    expect(read.text).toContain('ne compte pas pour les prérequis');
    expect(await portal.store.portal.qualificationReports.find(id)).toBeUndefined();
  });
});

describe('a qualified service', () => {
  test('is tested again each week, and its members are mailed once about a regression, and about nothing else', async () => {
    const scene = await aScene('Bourse communale');
    says({ ux: failure, logout: { ...failure, level: 'recommended' } });
    await ask(scene);
    await worker.runDue();
    says({});
    portal.clock.advance(1000);
    await ask(scene);
    await worker.runDue();
    await scene.qualify('standard');
    await scene.mails();
    expect(await retestQualified(portal.deps)).toBe(0);
    portal.clock.advance(7 * dayMs + 1);
    says({ 'id-token': failure, logout: { ...failure, level: 'recommended' } });
    expect(await retestQualified(portal.deps)).toBe(1);
    expect(await retestQualified(portal.deps)).toBe(0);
    await worker.runDue();
    const mails = await scene.mails();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [
        scene.owner.person.email,
        expect.stringMatching(/^Bourse communale \(.+\) : la suite a trouvé une régression$/),
      ],
    ]);
    expect(mails[0]?.text).toContain('id-token.example');
    expect(mails[0]?.text).not.toContain('logout.example');
    expect(mails[0]?.text).toContain(`/runs/${(await newest(scene)).id}`);
    // A failure that continues is not mailed again.
    portal.clock.advance(7 * dayMs + 1);
    await retestQualified(portal.deps);
    await worker.runDue();
    expect(await scene.mails()).toEqual([]);
    expect((await scene.qualification('standard'))?.state).toBe('qualified');
  });

  test('is not tested again where the interval is 0, and old runs are deleted', async () => {
    const scene = await aScene();
    await ask(scene);
    await worker.runDue();
    const { id } = await newest(scene);
    const never = { ...portal.deps, config: { ...portal.deps.config, qualificationRetestDays: 0 } };
    portal.clock.advance(366 * dayMs);
    expect(await retestQualified(never)).toBe(0);
    expect(await forgetOldRuns(portal.deps)).toBeGreaterThan(0);
    expect(await portal.store.portal.qualificationRuns.find(id)).toBeUndefined();
    expect(await portal.store.portal.qualificationReports.find(id)).toBeDefined();
  });
});

describe('security of runs', () => {
  test('11: the suite opens no private address, no other scheme, no address with a password', async () => {
    const scene = await aScene();
    const before = runner.orders.length;
    for (const [loginUrl, problem] of [
      ['http://familles.example/connexion', 'écrivez une adresse complète'],
      ['javascript:alert(1)', 'écrivez une adresse complète'],
      ['https://user:secret@familles.example/', 'écrivez une adresse complète'],
      ['https://127.0.0.1/', 'n’est pas sur internet'],
      ['https://169.254.169.254/latest/meta-data', 'n’est pas sur internet'],
      ['https://[::1]/', 'n’est pas sur internet'],
      ['https://0x7f.1/', 'n’est pas sur internet'],
      ['https://someone-else.example/connexion', 'cet hôte n’est pas celui du service'],
      ['', 'À remplir : Page de connexion'],
    ] as const) {
      const page = await ask(scene, { loginUrl });
      expect([loginUrl, page.status]).toEqual([loginUrl, 422]);
      expect(page.text).toContain(problem);
      // The input is shown again.
      expect(page.html).toContain('value="#mon-compte"');
      const logout = await ask(scene, { logoutUrl: loginUrl === '' ? 'x' : loginUrl });
      expect([loginUrl, logout.status]).toEqual([loginUrl, 422]);
    }
    await worker.runDue();
    expect(runner.orders).toHaveLength(before);
  });

  test('11: the suite opens no public name that resolves to a private address, and none without answer', async () => {
    const scene = await aScene();
    // The same text for both, so that internal names cannot be discovered.
    for (const failure of ['blocked-address', 'timeout', 'network'] as const) {
      world.failure = failure;
      expect((await ask(scene)).text).toContain('rien ne répond à cette adresse');
    }
  });

  test('17: a run answers 404 to other organisations; readers and officers read, and start and stop nothing', async () => {
    const scene = await aScene();
    await ask(scene);
    const { id } = await newest(scene);
    const outsider = await scene.outsider();
    const paths = ['', `/${id}`, `/${id}/download/jws`, `/${id}/scenarios/ux.example`];
    for (const path of paths) {
      expect((await outsider.browser.get(`${pathOf(scene)}${path}`)).status).toBe(404);
    }
    // A service of the outsider does not give access either.
    const other = await aScene();
    expect((await other.owner.browser.get(`${pathOf(other)}/${id}`)).status).toBe(404);
    for (const person of [await scene.member('reader'), scene.officer]) {
      const page = await person.browser.get(`${pathOf(scene)}/${id}`);
      expect(page.status).toBe(200);
      expect(page.html).not.toContain('/cancel"');
      expect((await person.browser.get(pathOf(scene))).html).not.toContain('name="loginUrl"');
      for (const path of ['', `/${id}/cancel`]) {
        expect((await person.browser.post(`${pathOf(scene)}${path}`, addresses)).status).toBe(403);
      }
    }
    for (const path of ['', `/${id}/cancel`]) {
      expect((await outsider.browser.post(`${pathOf(scene)}${path}`, addresses)).status).toBe(404);
    }
    expect((await newest(scene)).state).toBe('queued');
    await worker.runDue();
  });

  test('17: a form without its token, or from elsewhere, starts and stops nothing', async () => {
    const scene = await aScene();
    const { browser } = scene.owner;
    expect((await browser.post(pathOf(scene), addresses)).status).toBe(403);
    const page = await browser.get(pathOf(scene));
    const forged = await browser.submit(page, addresses, {
      form: 'name="loginUrl"',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(forged.status).toBe(403);
    await ask(scene);
    const { id } = await newest(scene);
    expect((await browser.post(`${pathOf(scene)}/${id}/cancel`, {})).status).toBe(403);
    expect((await newest(scene)).state).toBe('queued');
    await worker.runDue();
  });

  test('20: a service has a limit of runs', async () => {
    const scene = await aScene();
    const input = { serviceId: scene.service.id, platform: 'standard', addresses, actor: 'x' } as const;
    for (let count = 0; count < runsPerDay; count += 1) {
      const id = await requestRun(portal.deps, input);
      expect(await requestRun(portal.deps, input)).toBe(id);
      await portal.store.portal.qualificationRuns.cancel(id, portal.clock.now());
    }
    await expect(requestRun(portal.deps, input)).rejects.toThrow(GaranceError);
    expect((await ask(scene)).status).toBe(429);
    portal.clock.advance(dayMs + 1);
    await expect(requestRun(portal.deps, input)).resolves.toBeDefined();
    await worker.runDue();
  });
});
