/** For tests: a service with a published integration registration, and suite reports signed by the platform. */
import { randomUUID } from 'node:crypto';
import { type Platform, type QualificationReport, type Registration, summarise } from '@garance/core';
import { generateEncryptionKey } from '@garance/oidc';
import type { TestPerson, TestPortal } from '../../../testing/portal-fixture.ts';
import type { PartnerRole } from '../../lifecycle/lifecycle.ts';
import { lookAtWorld, saveDraft } from '../../registration/drafts.ts';
import { publishVersion } from '../../registration/publish.ts';
import { ensureAccess } from '../../registration/registrations.ts';
import type { RegistrationFormValues } from '../../registration/tables/registration-drafts.ts';
import { goodForm } from '../../registration/testing/integration-scene.ts';
import { aHabilitation, aService } from '../../request/testing/filled-request.ts';
import { declareItem, judgeItem } from '../items.ts';
import { createReportSigner } from '../platform-key.ts';
import { type Prerequisite, prerequisitesFor } from '../prerequisites.ts';
import { acceptReport } from '../reports.ts';
import { passedResults } from './report-results.ts';

export { resultsWith } from './report-results.ts';

export type QualificationScene = Awaited<ReturnType<typeof aQualificationScene>>;

export const evidence = 'Les secrets sont dans un coffre, renouvelés chaque année.';

/** An organisation with one service, its owner and an officer, on a portal shared with other tests. */
export async function aQualificationScene(
  portalOfTests: TestPortal,
  name = `Service ${randomUUID().slice(0, 8)}`,
) {
  const { deps, clock } = portalOfTests;
  const { portal } = deps.store;
  const organisation = await portalOfTests.organisation();
  const service = await aService(portalOfTests, organisation, name);
  const signer = createReportSigner(deps);
  const owner = await portalOfTests.as({ organisation, role: 'owner' });
  const officer = await portalOfTests.as({ platformRoles: ['qualification-officer'] });

  const habilitate = async (platform: Platform) => {
    const made = await aHabilitation(portalOfTests, {
      organisation,
      service,
      ownerId: owner.person.id,
      platform,
    });
    return made.habilitation;
  };
  const publishIntegration = async (platform: Platform, form: RegistrationFormValues = formFor(platform)) => {
    const hub = { platform, environment: 'integration' } as const;
    const habilitation =
      (await portal.habilitations.inForce(service.id, platform)) ?? (await habilitate(platform));
    const access = await ensureAccess(deps.store, clock, { service, hub });
    const actor = owner.person.id;
    const existing = await portal.registrationDrafts.draftOf(access.id);
    const authorization = { roles: ['owner'], secondFactor: false } as const;
    const input = { access, form, expectedVersion: existing?.version ?? 0, actor, authorization };
    const { draft } = await saveDraft(deps, input);
    await lookAtWorld(deps, { access, habilitation, draft });
    const order = { deps, accessId: access.id, draftId: draft.id, actor, authorization };
    await portal.transaction((tables) =>
      publishVersion(tables, { ...order, expectedVersion: draft.version }),
    );
    return current(platform);
  };
  const current = async (platform: Platform): Promise<Registration> => {
    const hub = { platform, environment: 'integration' } as const;
    const registration = await portal.registrationDrafts.current(service.id, hub);
    if (registration === undefined) throw new Error('nothing is published');
    return registration;
  };
  const reportOn = (
    registration: Registration,
    more: Partial<QualificationReport> = {},
  ): QualificationReport => {
    const results = more.results ?? passedResults();
    return {
      schema: 'garance-qualification-1',
      suiteVersion: '1.0.0',
      platform: registration.platform,
      serviceId: registration.serviceId,
      registrationId: registration.id,
      registrationVersion: registration.version,
      coverage: 'whole',
      startedAtMs: clock.now() - 60_000,
      finishedAtMs: clock.now(),
      summary: summarise(results),
      ...more,
      results,
    };
  };
  const signedReport = async (platform: Platform, more: Partial<QualificationReport> = {}) =>
    signer.sign(reportOn(await current(platform), more), randomUUID());
  const pathOf = (platform: Platform) => `/services/${service.id}/${platform}/qualification`;

  const itemsThat = (platform: Platform, isMeant: (how: Prerequisite['proof']['how']) => boolean) =>
    prerequisitesFor(platform).filter(({ proof }) => isMeant(proof.how));
  const isDeclared = (how: string) => how === 'declared';
  const isJudged = (how: string) => how !== 'automatic';
  const versionOf = async (platform: Platform, itemId: string): Promise<number> => {
    const qualification = await portal.qualifications.findFor(service.id, platform);
    return (qualification && (await portal.qualificationItems.find(qualification.id, itemId)))?.version ?? 0;
  };
  /** As the owner: submits the report and declares every item. */
  const prepare = async (platform: Platform) => {
    await publishIntegration(platform);
    const actor = owner.person.id;
    const jws = await signedReport(platform);
    await acceptReport({ ...deps, signer }, { jws, serviceId: service.id, platform, actor });
    for (const { id: itemId } of itemsThat(platform, isDeclared)) {
      const expectedVersion = await versionOf(platform, itemId);
      const declaration = { service, platform, itemId, text: evidence, link: '', actor, expectedVersion };
      await declareItem(deps, declaration);
    }
  };
  /** The same through the pages. */
  const prepareOnPages = async (platform: Platform) => {
    await publishIntegration(platform);
    const reports = await owner.browser.get(`${pathOf(platform)}/reports`);
    await owner.browser.submit(reports, { report: await signedReport(platform) });
    for (const { id } of itemsThat(platform, isDeclared)) {
      const page = await owner.browser.get(`${pathOf(platform)}/items/${id}`);
      await owner.browser.submit(page, { text: evidence }, { form: 'name="text"' });
    }
  };
  /** As the owner. */
  const submit = async (platform: Platform) =>
    owner.browser.submit(await owner.browser.get(pathOf(platform)));
  const idOf = async (platform: Platform): Promise<string> => {
    const qualification = await portal.qualifications.findFor(service.id, platform);
    if (qualification === undefined) throw new Error('no qualification yet');
    return qualification.id;
  };
  const judge = async (
    platform: Platform,
    itemId: string,
    { verdict, comment = '' }: { readonly verdict: string; readonly comment?: string },
    by: TestPerson = officer,
  ) => {
    const page = await by.browser.get(`/qualifications/${await idOf(platform)}`);
    const fields = { verdict, [`comment-${itemId}`]: comment };
    return by.browser.submit(page, fields, { form: `/items/${itemId}"` });
  };
  const decide = async (platform: Platform) => {
    const page = await officer.browser.get(`/qualifications/${await idOf(platform)}`);
    return officer.browser.submit(page, { event: 'accept' }, { form: '/decision"' });
  };
  /** As the officer: accepts every item, then the qualification. */
  const accept = async (platform: Platform) => {
    const qualificationId = await idOf(platform);
    for (const { id: itemId } of itemsThat(platform, isJudged)) {
      const expectedVersion = await versionOf(platform, itemId);
      const word = { verdict: 'accepted', comment: '', actor: officer.person.id } as const;
      await judgeItem(deps, { qualificationId, itemId, expectedVersion, ...word });
    }
    return decide(platform);
  };
  /** The same through the pages. */
  const acceptOnPages = async (platform: Platform) => {
    for (const { id } of itemsThat(platform, isJudged)) await judge(platform, id, { verdict: 'accepted' });
    return decide(platform);
  };
  const qualify = async (platform: Platform) => {
    await prepare(platform);
    await submit(platform);
    await accept(platform);
  };
  return {
    ...portalOfTests,
    organisation,
    service,
    habilitate,
    signer,
    owner,
    officer,
    pathOf,
    publishIntegration,
    current,
    reportOn,
    signedReport,
    prepare,
    prepareOnPages,
    submit,
    idOf,
    judge,
    accept,
    acceptOnPages,
    qualify,
    qualification: (platform: Platform) => portal.qualifications.findFor(service.id, platform),
    member: (role: PartnerRole, secondFactor = false) =>
      portalOfTests.as({ organisation, role, secondFactor }),
    outsider: async () => portalOfTests.as({ organisation: await portalOfTests.organisation() }),
  };
}

const encryptionKey = (await generateEncryptionKey('RSA-OAEP-256')).publicJwk;

/** A valid registration form for the platform. */
export function formFor(platform: Platform): RegistrationFormValues {
  if (platform === 'standard') return goodForm;
  return {
    ...goodForm,
    keysKind: 'jwks',
    jwks: JSON.stringify({ keys: [encryptionKey] }),
    encryptionAlg: 'RSA-OAEP-256',
  };
}
