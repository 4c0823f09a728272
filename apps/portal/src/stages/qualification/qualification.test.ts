import { randomUUID } from 'node:crypto';
import { generateSigningKey, signQualificationReport } from '@garance/oidc';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideQualification, expireQualifications } from '../../objects/production/decide-qualification.ts';
import { judgeItem } from '../../objects/qualification/items.ts';
import { prerequisitesFor } from '../../objects/qualification/prerequisites.ts';
import {
  aQualificationScene,
  evidence,
  type QualificationScene,
  resultsWith,
} from '../../objects/qualification/testing/qualification-scene.ts';
import { createSecret } from '../../objects/registration/secrets.ts';
import { createTestPortal, type TestPortal } from '../../testing/portal-fixture.ts';

let portal: TestPortal;
beforeAll(async () => {
  portal = await createTestPortal();
});
afterAll(() => portal.close());

const yearMs = 366 * 24 * 3600 * 1000;

describe('the course of a qualification', () => {
  test('from the list to production: report, evidence, submission, decision item by item', async () => {
    const scene = await aQualificationScene(portal, 'Parking du marché');
    const { owner, officer, pathOf } = scene;
    const empty = await owner.browser.get(pathOf('standard'));
    expect(empty.status).toBe(200);
    expect(empty.text).toContain('Publiez d’abord l’enregistrement d’intégration');
    await scene.prepareOnPages('standard');
    const ready = await owner.browser.get(pathOf('standard'));
    expect(ready.text).toContain('Transmettre à l’équipe');
    expect((await scene.submit('standard')).text).toContain('Transmise');
    const mails = await scene.mails();
    expect(mails.map(({ to }) => to)).toContain(officer.person.email);
    expect(await scene.qualification('standard')).toMatchObject({ state: 'submitted', dueOn: '2026-11-10' });

    const queue = await officer.browser.get('/qualifications');
    expect(queue.text).toContain(scene.service.name);
    expect((await officer.browser.get('/qualifications?text=parking')).text).toContain(scene.service.name);
    expect((await officer.browser.get('/qualifications?text=nullepart')).text).toContain('Rien n’attend ici');
    const page = await officer.browser.get(`/qualifications/${await scene.idOf('standard')}`);
    expect(page.text).toContain(evidence);
    expect(page.text).not.toContain('Qualifier Renvoyer');
    const decided = await scene.acceptOnPages('standard');
    expect(decided.text).toContain('Qualifié');

    const held = (await scene.qualification('standard'))?.holds;
    const registration = await scene.current('standard');
    expect(held).toMatchObject({
      registrationId: registration.id,
      registrationVersion: registration.version,
      level: 'eidas1',
      scopes: registration.scopes,
      untilMs: Date.UTC(2027, 10, 3, 9, 5),
    });
    expect(await scene.store.portal.productions.findFor(scene.service.id, 'standard')).toMatchObject({
      state: 'opened',
    });
    expect((await scene.mails()).map(({ subject }) => subject)).toContain(
      `${scene.service.name} est qualifié`,
    );
    expect((await owner.browser.get(pathOf('standard'))).text).toContain('Voir la production');
  });

  test('an officer asks for changes; the partner answers before sending again', async () => {
    const scene = await aQualificationScene(portal);
    const { owner, officer, pathOf } = scene;
    await scene.prepare('standard');
    await scene.submit('standard');
    const silent = await scene.judge('standard', 'secrets', { verdict: 'changes', comment: '' });
    expect(silent.status).toBe(422);
    expect(silent.text).toContain('À remplir : Commentaire, montré au partenaire');
    await scene.judge('standard', 'secrets', { verdict: 'changes', comment: 'Qui y a accès ?' });
    const page = await officer.browser.get(`/qualifications/${await scene.idOf('standard')}`);
    await officer.browser.submit(
      page,
      { event: 'request_changes', reason: 'Un point.' },
      { form: '/decision"' },
    );

    const list = await owner.browser.get(pathOf('standard'));
    expect(list.text).toContain('Qui y a accès ?');
    expect(list.text).toContain('Reprenez les points');
    const item = await owner.browser.get(`${pathOf('standard')}/items/secrets`);
    await owner.browser.submit(item, { text: `${evidence} Deux personnes.` }, { form: 'name="text"' });
    expect((await scene.submit('standard')).text).toContain('Transmise');
  });

  test('evidence cannot be changed while an officer reviews it', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    const before = await scene.owner.browser.get(`${scene.pathOf('standard')}/items/secrets`);
    await scene.submit('standard');
    const late = await scene.owner.browser.submit(
      before,
      { text: 'Tout autre chose.' },
      { form: 'name="text"' },
    );
    expect(late.status).toBe(409);
    expect((await scene.owner.browser.get(`${scene.pathOf('standard')}/items/secrets`)).text).toContain(
      'ne peut pas être modifié',
    );
  });

  test('acceptance needs a decision on every item, and the published registration must be the one that was reviewed', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    await scene.submit('standard');
    const order = {
      qualificationId: await scene.idOf('standard'),
      event: 'accept',
      actor: scene.officer.person.id,
      authorization: { roles: ['qualification-officer'], secondFactor: true },
    } as const;
    await expect(decideQualification(scene.deps, order)).rejects.toMatchObject({
      code: 'portal.condition_missing',
      detail: 'every-item-accepted',
    });
    for (const { id } of humanItems) {
      await scene.judge('standard', id, { verdict: 'accepted' });
    }
    await scene.publishIntegration('standard', {
      ...(await formOf(scene)),
      redirectUris: 'https://familles.example/autre',
    });
    await expect(decideQualification(scene.deps, order)).rejects.toMatchObject({
      code: 'portal.condition_missing',
    });
  });

  test('it expires after twelve months, once, and every item is reviewed again', async () => {
    const own = await createTestPortal();
    const scene = await aQualificationScene(own);
    await scene.qualify('standard');
    expect(await expireQualifications(scene.deps)).toBe(0);
    scene.clock.advance(yearMs);
    await scene.mails();
    expect(await expireQualifications(scene.deps)).toBe(1);
    expect(await expireQualifications(scene.deps)).toBe(0);
    expect((await scene.mails()).map(({ subject }) => subject)).toContain(
      `${scene.service.name} : qualification à renouveler`,
    );
    const again = await scene.as({ organisation: scene.organisation });
    const page = await again.browser.get(scene.pathOf('standard'));
    // A report older than a year no longer counts.
    expect(page.text).toContain('La suite doit réussir');
    await own.close();
  });

  test('a changed registration is qualified again, and the former qualification stays in force meanwhile', async () => {
    const scene = await aQualificationScene(portal);
    await scene.qualify('standard');
    const first = (await scene.qualification('standard'))?.holds;
    const redirectUris = 'https://familles.example/nouveau';
    await scene.publishIntegration('standard', { ...(await formOf(scene)), redirectUris });
    const path = scene.pathOf('standard');
    expect((await scene.owner.browser.get(path)).text).not.toContain('Faire qualifier');
    await scene.owner.browser.submit(await scene.owner.browser.get(`${path}/reports`), {
      report: await scene.signedReport('standard'),
    });
    await scene.submit('standard');
    expect(await scene.qualification('standard')).toMatchObject({ state: 'submitted', holds: first });
    const page = await scene.owner.browser.get(`/services/${scene.service.id}/standard/production`);
    expect(page.text).not.toContain('n’est plus en vigueur');
    await scene.accept('standard');
    expect((await scene.qualification('standard'))?.holds?.registrationVersion).toBe(2);
  });

  test('when the operator withdraws it, production closes, and the partner gets the reason', async () => {
    const scene = await aQualificationScene(portal);
    await scene.qualify('standard');
    const operator = await scene.as({ platformRoles: ['operator'] });
    const page = await operator.browser.get(`/qualifications/${await scene.idOf('standard')}`);
    const silent = await operator.browser.submit(page, { withdrawReason: '' }, { form: '/withdraw"' });
    expect(silent.status).toBe(422);
    await operator.browser.submit(page, { withdrawReason: 'Fausse déclaration.' }, { form: '/withdraw"' });
    expect((await scene.owner.browser.get(scene.pathOf('standard'))).text).toContain('Fausse déclaration.');
    const production = await scene.owner.browser.get(`/services/${scene.service.id}/standard/production`);
    expect(production.text).toContain('Fermée');
    expect(production.text).toContain('Fausse déclaration.');
  });
});

const humanItems = prerequisitesFor('standard').filter(({ proof }) => proof.how !== 'automatic');

async function formOf(scene: QualificationScene) {
  const access = await scene.store.portal.clientRegistrations.findFor(scene.service.id, {
    platform: 'standard',
    environment: 'integration',
  });
  const published = await scene.store.portal.registrationDrafts.publishedOf(access?.id ?? '');
  return published?.form ?? {};
}

describe('a report', () => {
  const send = async (scene: QualificationScene, report: string) => {
    const page = await scene.owner.browser.get(`${scene.pathOf('standard')}/reports`);
    return scene.owner.browser.submit(page, { report });
  };
  const stored = (scene: QualificationScene) =>
    scene.store.portal.qualificationReports.list(scene.service.id, 'standard', { limit: 10 });

  test('that was tampered with is refused, with the message beside the field', async () => {
    const scene = await aQualificationScene(portal);
    await scene.publishIntegration('standard');
    const jws = await scene.signedReport('standard', {
      results: resultsWith('callback', { verdict: 'failed' }),
    });
    const [header = '', payload = '', signature = ''] = jws.split('.');
    const better = Buffer.from(payload, 'base64url').toString().replaceAll('"failed"', '"passed"');
    const forged = [header, Buffer.from(better).toString('base64url'), signature].join('.');
    const answer = await send(scene, forged);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('il a été modifié');
    expect(await stored(scene)).toEqual([]);
  });

  test('signed with another key, as by a run on the partner’s machine, is refused', async () => {
    const scene = await aQualificationScene(portal);
    const registration = await scene.publishIntegration('standard');
    const { privateJwk, kid } = await generateSigningKey('ES256');
    const own = await signQualificationReport(
      {
        issuer: scene.deps.config.origin,
        jti: randomUUID(),
        issuedAt: 1_793_000_000,
        report: scene.reportOn(registration),
      },
      { ...privateJwk, kid },
    );
    expect((await send(scene, own)).text).toContain('n’est pas signé par cette plateforme');
    expect(await stored(scene)).toEqual([]);
  });

  test.each([
    ['another service', { serviceId: randomUUID() }, 'concerne un autre service'],
    ['another platform', { platform: 'plus' }, 'concerne un autre service'],
    ['another registration', { registrationId: randomUUID() }, 'concerne un autre service'],
    ['a part of the scenarios', { coverage: 'part' }, 'Lancez la suite entière'],
    ['the future', { finishedAtMs: Date.UTC(2027, 0, 1) }, 'trop ancien, ou daté du futur'],
    ['last year', { startedAtMs: 1, finishedAtMs: Date.UTC(2025, 0, 1) }, 'trop ancien'],
    ['a version that never was', { registrationVersion: 99 }, 'n’est plus publiée'],
  ] as const)('about %s is refused', async (_name, more, message) => {
    const scene = await aQualificationScene(portal);
    await scene.publishIntegration('standard');
    expect((await send(scene, await scene.signedReport('standard', more))).text).toContain(message);
    expect(await stored(scene)).toEqual([]);
  });

  test('counts until the registration changes, except for its secrets', async () => {
    const scene = await aQualificationScene(portal);
    const registration = await scene.publishIntegration('standard');
    await send(scene, await scene.signedReport('standard'));
    const page = () => scene.owner.browser.get(`${scene.pathOf('standard')}/reports`);
    expect((await page()).text).toContain('Compte maintenant');
    // A new secret makes a new version on the hub, but changes nothing that the suite tests.
    await scene.store.portal.transaction((tables) =>
      createSecret(tables, {
        deps: scene.deps,
        accessId: registration.id,
        actor: scene.owner.person.id,
        label: 'x',
        overlapDays: 0,
      }),
    );
    expect((await scene.current('standard')).version).toBeGreaterThan(registration.version);
    expect((await page()).text).toContain('Compte maintenant');
    await scene.publishIntegration('standard', {
      ...(await formOf(scene)),
      redirectUris: 'https://familles.example/autre',
    });
    expect((await page()).text).not.toContain('Compte maintenant');
  });

  test('sent twice is one report; its page names what failed', async () => {
    const scene = await aQualificationScene(portal);
    await scene.publishIntegration('standard');
    const results = resultsWith('callback', { verdict: 'failed', reason: 'state non vérifié' });
    const jws = await scene.signedReport('standard', { results });
    await send(scene, jws);
    await send(scene, jws);
    const [only, second] = await stored(scene);
    expect(second).toBeUndefined();
    const page = await scene.owner.browser.get(`${scene.pathOf('standard')}/reports/${only?.id}`);
    expect(page.text).toContain('state non vérifié');
    expect((await scene.owner.browser.get(scene.pathOf('standard'))).text).toContain(
      '1 scénario(s) à corriger',
    );
  });

  test('can be verified with the platform’s published keys, which contain no private part', async () => {
    const scene = await aQualificationScene(portal);
    const { html } = await scene.browser().get('/qualifications/keys');
    expect(JSON.parse(html)).toMatchObject({ keys: [{ kty: 'EC', alg: 'ES256' }] });
    expect(html).not.toContain('"d"');
  });
});

describe('concurrent changes', () => {
  test('two officers on one item: the second gets a conflict, and nothing is overwritten', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    await scene.submit('standard');
    const id = await scene.idOf('standard');
    const other = await scene.as({ platformRoles: ['qualification-officer'] });
    const page = await other.browser.get(`/qualifications/${id}`);
    await scene.judge('standard', 'secrets', { verdict: 'changes', comment: 'Précisez.' });
    const late = await other.browser.submit(page, { verdict: 'accepted' }, { form: '/items/secrets"' });
    expect(late.status).toBe(409);
    expect(await scene.store.portal.qualificationItems.find(id, 'secrets')).toMatchObject({
      verdict: 'changes',
      comment: 'Précisez.',
    });
  });

  test('two officers deciding on the whole: one decision is taken', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    await scene.submit('standard');
    const id = await scene.idOf('standard');
    const other = await scene.as({ platformRoles: ['qualification-officer'] });
    const pages = [scene.officer, other].map(async ({ browser }) => ({
      browser,
      page: await browser.get(`/qualifications/${id}`),
    }));
    const answers = await Promise.all(
      (await Promise.all(pages)).map(({ browser, page }) =>
        browser.submit(page, { event: 'request_changes', reason: 'Encore.' }, { form: '/decision"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('fifty concurrent decisions on one version: one is taken', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    await scene.submit('standard');
    const judgement = {
      qualificationId: await scene.idOf('standard'),
      itemId: 'secrets',
      expectedVersion: 1,
      verdict: 'accepted',
      comment: '',
      actor: scene.officer.person.id,
    } as const;
    const all = await Promise.allSettled(Array.from({ length: 50 }, () => judgeItem(scene.deps, judgement)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('two members on one declaration: the second sees their own text again', async () => {
    const scene = await aQualificationScene(portal);
    const path = `${scene.pathOf('standard')}/items/logs`;
    const colleague = await scene.member('contributor');
    const page = await colleague.browser.get(path);
    await scene.owner.browser.submit(
      await scene.owner.browser.get(path),
      { text: evidence },
      {
        form: 'name="text"',
      },
    );
    const late = await colleague.browser.submit(page, { text: 'Mon propre texte.' }, { form: 'name="text"' });
    expect(late.status).toBe(422);
    expect(late.text).toContain('Mon propre texte.');
  });
});

describe('mock-ups', () => {
  test('are discussed at any time, before anything else exists', async () => {
    const scene = await aQualificationScene(portal);
    const path = `${scene.pathOf('plus')}/mock-ups`;
    const page = await scene.owner.browser.get(path);
    const after = await scene.owner.browser.submit(
      page,
      { text: 'Voici notre bouton.' },
      { form: '/messages"' },
    );
    expect(after.text).toContain('Voici notre bouton.');
    await scene.mails();
    const officerPage = await scene.officer.browser.get(`/qualifications/${await scene.idOf('plus')}`);
    await scene.officer.browser.submit(officerPage, { text: 'Plus grand, svp.' }, { form: '/messages"' });
    expect((await scene.owner.browser.get(path)).text).toContain('Plus grand, svp.');
    expect((await scene.mails()).map(({ to }) => to)).toContain(scene.owner.person.email);
  });
});

describe('rights by role (security.md 17)', () => {
  test('a qualification of another organisation answers 404 to every request', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    const outsider = await scene.outsider();
    for (const path of ['', '/items/secrets', '/reports', '/mock-ups', `/documents/${randomUUID()}`]) {
      expect((await outsider.browser.get(`${scene.pathOf('standard')}${path}`)).status).toBe(404);
    }
    for (const path of ['/submit', '/items/secrets', '/reports', '/mock-ups/messages']) {
      expect((await outsider.browser.post(`${scene.pathOf('standard')}${path}`, {})).status).toBe(404);
    }
    expect((await outsider.browser.get('/qualifications')).status).toBe(404);
    expect((await outsider.browser.get(`/qualifications/${await scene.idOf('standard')}`)).status).toBe(404);
  });

  test('readers see and change nothing; contributors write and do not submit', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    const reader = await scene.member('reader');
    expect((await reader.browser.get(scene.pathOf('standard'))).status).toBe(200);
    expect((await reader.browser.get(`${scene.pathOf('standard')}/items/secrets`)).html).not.toContain(
      'textarea',
    );
    expect((await reader.browser.post(`${scene.pathOf('standard')}/items/secrets`, {})).status).toBe(403);
    expect((await reader.browser.post(`${scene.pathOf('standard')}/reports`, {})).status).toBe(403);
    const contributor = await scene.member('contributor');
    const page = await contributor.browser.get(scene.pathOf('standard'));
    expect(page.text).not.toContain('Transmettre à l’équipe');
    const { version } = (await scene.qualification('standard')) ?? { version: 0 };
    const csrf = csrfToken(contributor.sessionSecret, `qualification.submit:${scene.service.id}.standard`);
    const forced = await contributor.browser.post(`${scene.pathOf('standard')}/submit`, {
      csrf,
      version: `${version}`,
    });
    expect(forced.status).toBe(403);
  });

  test('of the team, only a qualification officer with a second factor decides', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    await scene.submit('standard');
    const path = `/qualifications/${await scene.idOf('standard')}`;
    for (const role of ['legal-reviewer', 'support-agent', 'operator'] as const) {
      const person = await scene.as({ platformRoles: [role] });
      expect((await person.browser.post(`${path}/items/secrets`, {})).status, role).toBe(403);
      expect((await person.browser.post(`${path}/decision`, {})).status, role).toBe(403);
    }
    const bare = await scene.as({ platformRoles: ['qualification-officer'], secondFactor: false });
    const answer = await bare.browser.post(`${path}/decision`, {});
    expect(answer.headers.location).toMatch(/^\/second-factor/);
    expect((await scene.officer.browser.post(`${path}/withdraw`, {})).status).toBe(403);
  });

  test('a form without our token changes nothing', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    const path = scene.pathOf('standard');
    const version = `${(await scene.qualification('standard'))?.version}`;
    const answer = await scene.owner.browser.post(`${path}/submit`, { csrf: 'x', version });
    expect(answer.status).toBe(403);
    expect((await scene.qualification('standard'))?.state).toBe('open');
    const csrf = csrfToken(scene.owner.sessionSecret, `qualification.submit:${scene.service.id}.plus`);
    expect((await scene.owner.browser.post(`${path}/submit`, { csrf, version })).status).toBe(403);
  });

  test('what a partner writes is text on the officer’s page (security.md 16)', async () => {
    const scene = await aQualificationScene(portal);
    const path = `${scene.pathOf('standard')}/items/logs`;
    const page = await scene.owner.browser.get(path);
    const hostile = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    await scene.owner.browser.submit(page, { text: hostile, link: '' }, { form: 'name="text"' });
    const { html } = await scene.officer.browser.get(`/qualifications/${await scene.idOf('standard')}`);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
    const link = await scene.owner.browser.submit(
      await scene.owner.browser.get(path),
      { link: 'javascript:alert(1)' },
      { form: 'name="text"' },
    );
    expect(link.status).toBe(422);
  });
});
