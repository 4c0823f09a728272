/** Services of the demonstration, brought to their state by the regular functions, so that history and audit are realistic. */
import { randomUUID } from 'node:crypto';
import type { Environment } from '@garance/core';
import type { PortalDeps } from '../deps.ts';
import type { Organisation, Person } from '../objects/account/tables/accounts.ts';
import type { Habilitation } from '../objects/habilitation/table.ts';
import type { AuthorizationContext } from '../objects/lifecycle/check-transition.ts';
import { activateProduction } from '../objects/production/activate.ts';
import { decideQualification } from '../objects/production/decide-qualification.ts';
import { readProduction } from '../objects/production/read.ts';
import { declareItem, judgeItem } from '../objects/qualification/items.ts';
import type { ReportSigner } from '../objects/qualification/platform-key.ts';
import { prerequisitesFor } from '../objects/qualification/prerequisites.ts';
import { acceptReport } from '../objects/qualification/reports.ts';
import { lookAtWorld, saveDraft } from '../objects/registration/drafts.ts';
import { initialForm } from '../objects/registration/parse-form.ts';
import { publishVersion, rulesFor } from '../objects/registration/publish.ts';
import { ensureAccess } from '../objects/registration/registrations.ts';
import { createSecret } from '../objects/registration/secrets.ts';
import type { ClientRegistration } from '../objects/registration/tables/client-registrations.ts';
import type { RegistrationFormValues } from '../objects/registration/tables/registration-drafts.ts';
import { createRequest } from '../objects/request/create-request.ts';
import { decideRequest } from '../objects/request/decide.ts';
import { acceptTerms } from '../objects/request/save-step.ts';
import { createService } from '../objects/service/create-service.ts';
import type { Service } from '../objects/service/table.ts';
import { demonstrationAnswers } from './demonstration-answers.ts';
import { passingReport } from './passing-report.ts';

interface Scene {
  /** `store` is bound to the running transaction. */
  readonly deps: PortalDeps;
  readonly signer: ReportSigner;
  readonly organisation: Organisation;
  readonly owner: Person;
  readonly technicalContact: Person;
  readonly reviewer: Person;
  readonly officer: Person;
}

const platform = 'standard';
const hub = { platform, environment: 'integration' } as const;
const authorizations = {
  owner: { roles: ['owner'], secondFactor: true },
  technicalContact: { roles: ['technical-contact'], secondFactor: true },
  reviewer: { roles: ['legal-reviewer'], secondFactor: true },
  officer: { roles: ['qualification-officer'], secondFactor: true },
} as const satisfies Readonly<Record<string, AuthorizationContext>>;

/** One service at every stage of the path, on FranceConnect. */
export async function seedServices(scene: Scene): Promise<void> {
  const { deps, owner } = scene;
  await acceptTerms(deps.store.portal, deps.clock, owner.id);
  await draft(scene, 'Inscription à la bibliothèque');
  await submit(scene, await draft(scene, 'Carte de stationnement'));
  const sentBack = await submit(scene, await draft(scene, 'Aide au permis de conduire'));
  await review(scene, sentBack, {
    event: 'request_changes',
    reason: 'Merci de joindre le texte qui fonde la vérification de l’identité.',
  });
  await habilitate(scene, 'Prise de rendez-vous en mairie');
  await integrate(scene, await habilitate(scene, 'Suivi des déchets'));
  const submitted = await habilitate(scene, 'Dossier de subvention');
  await integrate(scene, submitted);
  await sendQualification(scene, submitted);
  await goLive(scene, await habilitate(scene, 'Portail des familles'));
}

interface Begun {
  readonly service: Service;
  readonly requestId: string;
}

async function draft(scene: Scene, name: string): Promise<Begun> {
  const { deps, organisation, owner, technicalContact } = scene;
  const { portal } = deps.store;
  const service = await createService(portal, deps.clock, {
    organisationId: organisation.id,
    name,
    kind: 'public',
    eligibility: { audience: 'citizens', who: 'public', ground: '' },
    actor: owner.id,
  });
  const named = { technicalName: technicalContact.name, technicalEmail: technicalContact.email };
  const request = await createRequest(portal, deps.clock, {
    serviceId: service.id,
    platform,
    ownerId: owner.id,
    authorization: authorizations.owner,
    answers: demonstrationAnswers(name, platform, named),
  });
  return { service, requestId: request.id };
}

async function submit({ deps, owner }: Scene, begun: Begun): Promise<Begun> {
  const { requestId } = begun;
  await decideRequest(deps, {
    requestId,
    event: 'submit',
    actor: owner.id,
    authorization: authorizations.owner,
  });
  return begun;
}

function review(
  { deps, reviewer }: Scene,
  { requestId }: Begun,
  decision: { readonly event: 'approve' } | { readonly event: 'request_changes'; readonly reason: string },
): Promise<string> {
  return decideRequest(deps, {
    requestId,
    actor: reviewer.id,
    authorization: authorizations.reviewer,
    ...decision,
  });
}

async function habilitate(scene: Scene, name: string): Promise<Service> {
  const begun = await submit(scene, await draft(scene, name));
  await review(scene, begun, { event: 'approve' });
  return begun.service;
}

interface DraftPlace {
  readonly access: ClientRegistration;
  readonly habilitation: Habilitation;
}

async function placeOf(
  { deps }: Scene,
  service: Service,
  environment: Environment = hub.environment,
): Promise<DraftPlace> {
  const { portal } = deps.store;
  const habilitation = await portal.habilitations.inForce(service.id, platform);
  if (habilitation === undefined) throw new Error('a service of the demonstration has no habilitation');
  const access = await ensureAccess(deps.store, deps.clock, { service, hub: { platform, environment } });
  return { access, habilitation };
}

/** A draft with its live checks done. */
async function write(scene: Scene, place: DraftPlace, form: RegistrationFormValues) {
  const { deps, technicalContact } = scene;
  const { access } = place;
  const authorization = authorizations.technicalContact;
  const input = { access, form, expectedVersion: 0, actor: technicalContact.id, authorization };
  const saved = await saveDraft(deps, input);
  await lookAtWorld(deps, { ...place, draft: saved.draft });
  return saved.draft;
}

async function integrate(scene: Scene, service: Service): Promise<void> {
  const { deps, technicalContact } = scene;
  const { portal } = deps.store;
  const actor = technicalContact.id;
  const place = await placeOf(scene, service);
  const { access, habilitation } = place;
  const start = { displayName: service.name, scopes: habilitation.scopes };
  const begin = initialForm(await rulesFor(portal, deps, { hub: access, habilitation }), start);
  const site = `https://${access.id.slice(0, 8)}.valgarance.example`;
  const addresses = { redirectUris: `${site}/retour`, postLogoutRedirectUris: `${site}/` };
  const written = await write(scene, place, { ...begin, ...addresses });
  await publishVersion(portal, {
    deps,
    accessId: access.id,
    draftId: written.id,
    expectedVersion: written.version,
    actor,
    authorization: authorizations.technicalContact,
  });
  const label = 'Premier secret';
  await createSecret(portal, { deps, accessId: access.id, actor, label, overlapDays: 0 });
}

async function sendQualification(scene: Scene, service: Service): Promise<string> {
  const { deps, signer, owner, technicalContact } = scene;
  const { portal } = deps.store;
  const current = await portal.registrationDrafts.current(service.id, hub);
  if (current === undefined) throw new Error('a service of the demonstration was not published');
  const jws = await signer.sign(passingReport(current, deps.clock.now()), randomUUID());
  await acceptReport({ ...deps, signer }, { jws, serviceId: service.id, platform, actor: 'system' });
  for (const { id: itemId, proof } of prerequisitesFor(platform)) {
    if (proof.how !== 'declared') continue;
    const text = 'Décrit dans le dossier d’exploitation, relu chaque année.';
    const actor = technicalContact.id;
    await declareItem(deps, { service, platform, itemId, expectedVersion: 0, text, link: '', actor });
  }
  const qualification = await portal.qualifications.findFor(service.id, platform);
  if (qualification === undefined) throw new Error('a qualification was not begun');
  await decideQualification(deps, {
    qualificationId: qualification.id,
    event: 'submit',
    actor: owner.id,
    authorization: authorizations.owner,
  });
  return qualification.id;
}

async function goLive(scene: Scene, service: Service): Promise<void> {
  const { deps, officer, technicalContact } = scene;
  const { portal } = deps.store;
  await integrate(scene, service);
  const qualificationId = await sendQualification(scene, service);
  const items = new Map(
    (await portal.qualificationItems.list(qualificationId)).map((item) => [item.itemId, item]),
  );
  for (const { id: itemId, proof } of prerequisitesFor(platform)) {
    if (proof.how === 'automatic') continue;
    await judgeItem(deps, {
      qualificationId,
      itemId,
      expectedVersion: items.get(itemId)?.version ?? 0,
      verdict: 'accepted',
      comment: '',
      actor: officer.id,
    });
  }
  await decideQualification(deps, {
    qualificationId,
    event: 'accept',
    actor: officer.id,
    authorization: authorizations.officer,
  });
  const place = await placeOf(scene, service, 'production');
  const { form } = await readProduction(portal, deps, { service, platform });
  const written = await write(scene, place, form);
  const production = await portal.productions.findFor(service.id, platform);
  await activateProduction(deps, {
    service,
    platform,
    actor: technicalContact.id,
    authorization: authorizations.technicalContact,
    expectedVersion: production?.version ?? 0,
    draftVersion: written.version,
  });
}
