/**
 * An owner runs the suite on an honest service from the partner space, watches its progress, reads the result, and
 * finds the prerequisites proven.
 */

import { randomUUID } from 'node:crypto';
import { newId } from '@garance/core';
import { verifyQualificationReport } from '@garance/oidc';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { startFederation, type TestFederation } from '../../federation.ts';
import { startSampleServices } from '../../qualification/services/sample-services.ts';
import { createInspector } from '../inspector.ts';

/** Scale of delays; the service's time-outs are shortened in proportion. */
const scale = 0.25;
const waits = { timeoutMs: 2_200, jwksCoolDownMs: 0 };

/** A service of the partner space whose registration is that of an honest sample service, and its owner, signed in. */
async function anOwnedService({ partnerSpace }: TestFederation, sampleServices: SampleServices) {
  const { portal, registrations } = partnerSpace.store;
  const { clientId } = sampleServices.service('standard');
  const registration = sampleServices.registrations().find((candidate) => candidate.clientId === clientId);
  if (registration === undefined) throw new Error('no such sample service');
  const secret = newId();
  const serviceId = randomUUID();
  const id = randomUUID();
  const atMs = Date.now();
  await portal.transaction(async (tables) => {
    const siret = '21990000400017';
    const made = await tables.organisations.create({
      siret,
      name: 'Commune du Fustet',
      address: '1 rue Haute',
    });
    const person = await tables.people.create({
      email: 'lise@fustet.example',
      name: 'Lise Orme',
      locale: 'fr',
    });
    const organisationId = made.id;
    await tables.memberships.put({ organisationId, personId: person.id, role: 'owner' });
    const service = { id: serviceId, organisationId, name: 'Carte de bus', kind: 'public' } as const;
    await tables.services.create({ ...service, eligibility: {}, createdAtMs: atMs });
    const access = { id, serviceId, organisationId, clientId, platform: 'standard' } as const;
    await tables.clientRegistrations.create({
      ...access,
      environment: 'integration',
      state: 'active',
      createdAtMs: atMs,
    });
    const session = { secret, personId: person.id, method: 'mail-code', secondFactor: false } as const;
    await tables.portalSessions.begin({ ...session, atMs, device: 'Chromium' });
  });
  await registrations.publish({ ...registration, id, serviceId });
  return { path: `/services/${serviceId}/standard/qualification`, secret };
}

type SampleServices = Awaited<ReturnType<typeof startSampleServices>>;

async function fillAddresses(page: Page, sampleServices: SampleServices): Promise<void> {
  const { signedIn, ...service } = sampleServices.service('standard');
  const isSelector = 'selector' in signedIn;
  await page.check(`[name="signedInKind"][value="${isSelector ? 'selector' : 'text'}"]`);
  await page.fill('#signedIn', isSelector ? signedIn.selector : signedIn.text);
  for (const field of [
    'loginUrl',
    'protectedUrl',
    'signUpUrl',
    'logoutUrl',
    'stepUpUrl',
    'profileUrl',
  ] as const) {
    await page.fill(`#${field}`, service[field] ?? '');
  }
}

/** A class of Spring named by a piece of advice. */
const adviceClass = 'OAuth2AuthorizationRequestCustomizers';

/** Texts that might be a code, a token or a session: long, letters and digits, neither identifier nor picture. */
function randomIn(report: string): readonly string[] {
  const identifier = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  const text = report.replace(/data:[^"')\s]+/g, '').replace(identifier, '');
  const runs = text.match(/[\w-]{32,}/g) ?? [];
  return [
    ...runs.filter((run) => run !== adviceClass && /\d/.test(run) && /[A-Za-z]/.test(run)),
    ...(text.match(/eyJ[\w-]{8,}/g) ?? []),
  ];
}

/** @param only ids of the scenarios to play; default all, which only then qualifies the service */
export function describeRun(only?: readonly string[]): void {
  test('the suite runs from the partner space, and proves an honest service', async () => {
    await using stack = new AsyncDisposableStack();
    const federation = await startFederation({
      rehearsalScale: scale,
      ...(only !== undefined && { qualificationOnly: only }),
    });
    stack.defer(() => federation.close());
    const { hubs, portal } = federation.run;
    const sampleServices = await startSampleServices({
      issuers: { standard: hubs.standard.integration, plus: hubs.plus.integration },
      host: '127.0.0.1',
      port: 0,
      timing: { hub: waits, rehearsal: waits },
    });
    stack.defer(() => sampleServices.close());
    const { path, secret } = await anOwnedService(federation, sampleServices);
    const browser = await launchBrowser();
    stack.defer(() => browser.close());
    const context = await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce' });
    await context.addCookies([{ name: 'garance-portal-session', value: secret, url: portal }]);
    const page = await context.newPage();
    const inspector = await createInspector();
    const looksAt = (name: string) => inspector.inspect(page, { name: `suite-${name}`, scripted: true });

    await page.goto(`${portal}${path}`);
    await page.click(`a[href="${path}/runs"]`);
    await looksAt('runs');
    await fillAddresses(page, sampleServices);
    await page.click('form[action$="/runs"] button');
    await page.waitForURL('**/qualification/runs/*-*');
    await looksAt('watch');
    // The page updates by itself and becomes the report when the run has ended.
    await page.getByText(/\d+ sur \d+ scénarios/).waitFor({ timeout: 60_000 });
    await page.locator('#downloads').waitFor({ timeout: 400_000 });
    await looksAt('run');
    const text = await page.textContent('main');
    expect(text).toContain('Tout ce que votre service doit refuser est refusé');
    if (only === undefined) expect(text).toContain('compte pour les prérequis automatiques');

    const runHref = page.url();
    const jws = await (await context.request.get(`${runHref}/download/jws`)).text();
    const jwks = await (await context.request.get(`${portal}/qualifications/keys`)).json();
    const outcome = await verifyQualificationReport(jws, { jwks, issuer: portal });
    expect(outcome).toMatchObject({
      ok: true,
      signed: { report: { platform: 'standard', coverage: only === undefined ? 'whole' : 'part' } },
    });
    const downloads = await Promise.all(
      ['html', 'json', 'junit'].map(async (format) =>
        (await context.request.get(`${runHref}/download/${format}`)).text(),
      ),
    );
    // security.md 18: reports are mailed and archived.
    for (const report of downloads) {
      expect(report).not.toContain(secret);
      expect(randomIn(report)).toEqual([]);
    }
    const [html = ''] = downloads;
    // In a new page: the partner space's policy would block the file's style.
    const file = await context.newPage();
    await file.setContent(html);
    await inspector.inspect(file, { name: 'suite-html-report', scripted: true });

    await page.goto(runHref);
    await page.locator('summary', { hasText: 'Jeton d’identité' }).click();
    await page.locator('a[href*="/scenarios/id-token.wrong-nonce"]').click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await looksAt('scenario');
    await page.goto(`${portal}${path}`);
    await looksAt('prerequisites');
    const list = await page.textContent('main');
    // A partial run proves no prerequisite.
    if (only !== undefined) {
      expect(list).toContain('À prouver');
      return;
    }
    expect(list).not.toContain('À prouver');
    expect(list).not.toContain('En échec');
    expect(list).toContain('Prouvé');
  }, 600_000);
}
