/** Pages of the registration itself: form, review, publication, versions. */
import { coveredScopes, type Environment, GaranceError } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import { standingTowards } from '../../../objects/account/actor.ts';
import { differences } from '../../../objects/registration/difference.ts';
import {
  discardDraft,
  formToEdit,
  lookAtWorld,
  problemsOf,
  saveDraft,
} from '../../../objects/registration/drafts.ts';
import { type FieldProblem, readForm } from '../../../objects/registration/fields.ts';
import { publishVersion } from '../../../objects/registration/publish.ts';
import type { RegistrationDraft } from '../../../objects/registration/tables/registration-drafts.ts';
import { requireId } from '../../../objects/require-id.ts';
import { pageSizes, readPage, sequenceCursor } from '../../../parts/queue/read-page.ts';
import { errorsOf } from '../../../parts/registration/problem-texts.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import {
  formId,
  type RegistrationScope,
  requireRegistration,
} from '../../../parts/scope/registration-scope.ts';
import { requireMayLook } from '../../../parts/session/limit-looks.ts';
import { RegistrationPage } from '../pages/registration-page.tsx';
import { ReviewPage } from '../pages/review-page.tsx';
import { VersionPage, VersionsPage } from '../pages/versions-page.tsx';

function standing({ actor, service }: RegistrationScope) {
  return standingTowards(actor, service.organisationId);
}

/** Mounts the form, its review, publication and versions for one environment, under `/services/:id/:platform/<environment>`. */
export function mountRegistration(routes: Routes, deps: PortalDeps, environment: Environment): void {
  const root = `/services/:id/:platform/${environment}`;
  const edit = { action: 'registration.edit', environment } as const;
  const view = { action: 'registration.view', environment } as const;
  const { portal } = deps.store;

  routes.get(`${root}/registration`, async (visit, params) => {
    const place = await requireRegistration(deps, visit, { params, ...edit });
    const { form, version } = await formToEdit(deps, place.access, place.habilitation, place.service.name);
    const draft = await portal.registrationDrafts.draftOf(place.access.id);
    const problems = draft === undefined ? [] : await problemsOf(deps, { ...place, form });
    return visit.show(await formPage(deps, visit, place, { form, version, problems }));
  });
  routes.post(`${root}/registration`, async (visit, params) => {
    const place = await requireRegistration(deps, visit, { params, ...edit });
    const sent = visit.form(formId('registration', place));
    return save(deps, visit, place, {
      form: readForm(sent),
      expectedVersion: Number(sent.text('version')) || 0,
    });
  });
  routes.get(`${root}/review`, async (visit, params) => {
    const place = await requireRegistration(deps, visit, { params, ...view });
    const draft = await portal.registrationDrafts.draftOf(place.access.id);
    return draft === undefined ? visit.goTo(place.base) : showReview(deps, visit, place, draft);
  });
  routes.post(`${root}/check`, async (visit, params) => {
    const place = await requireRegistration(deps, visit, { params, ...edit });
    visit.form(formId('check', place));
    const draft = await requireDraft(deps, place);
    await look(deps, visit, { ...place, draft });
    return visit.goTo(`${place.base}/review`);
  });
  routes.post(`${root}/discard`, async (visit, params) => {
    const place = await requireRegistration(deps, visit, { params, ...edit });
    visit.form(formId('discard', place));
    const draft = await requireDraft(deps, place);
    await discardDraft(deps, { draft, actor: place.actor.personId, standing: standing(place) });
    return visit.goTo(place.base);
  });
}

/** Publishing from here is for integration; production is opened by its qualification. */
export function mountPublication(routes: Routes, deps: PortalDeps, environment: Environment): void {
  const root = `/services/:id/:platform/${environment}`;
  const edit = { action: 'registration.edit', environment } as const;
  const view = { action: 'registration.view', environment } as const;
  const { portal } = deps.store;

  routes.post(`${root}/publish`, async (visit, params) => {
    const place = await requireRegistration(deps, visit, { params, ...edit });
    const sent = visit.form(formId('publish', place));
    const draft = await requireDraft(deps, place, requireId(sent.text('draft')));
    const expectedVersion = Number(sent.text('version')) || 0;
    // What held when the page was shown may not hold now.
    await look(deps, visit, { ...place, draft });
    await publish(deps, place, { draft, expectedVersion });
    return visit.goTo(place.base);
  });
  routes.get(`${root}/versions`, async (visit, params) => {
    const place = await requireRegistration(deps, visit, { params, ...view });
    const page = await readPage(visit, {
      path: `${place.base}/versions`,
      size: pageSizes.history,
      direction: 'before',
      cursor: sequenceCursor,
      read: (at) => portal.registrationDrafts.list(place.access.id, at),
      placeOf: ({ number }) => number,
    });
    return visit.show(VersionsPage({ context: { ...visit.context, path: page.here }, place, page }));
  });
  routes.get(`${root}/versions/:number`, async (visit, params) => {
    const place = await requireRegistration(deps, visit, { params, ...view });
    const version = await requireVersion(deps, place, params.number);
    const { registrationDrafts } = portal;
    // One that could come back is held against what it would replace, any other against what it grew from.
    const other =
      version.state === 'superseded'
        ? await registrationDrafts.publishedOf(place.access.id)
        : await registrationDrafts.findNumber(place.access.id, version.number - 1);
    return visit.show(
      VersionPage({
        context: visit.context,
        place,
        version,
        differences: differences(other?.form, version.form),
        csrf: visit.token(formId(`restore-${version.number}`, place)),
      }),
    );
  });
  routes.post(`${root}/versions/:number/restore`, async (visit, params) => {
    const place = await requireRegistration(deps, visit, { params, ...edit });
    const version = await requireVersion(deps, place, params.number);
    visit.form(formId(`restore-${version.number}`, place));
    if (version.state !== 'superseded') throw new GaranceError('portal.not_now', { detail: version.state });
    await publish(deps, place, { draft: version, expectedVersion: version.version });
    return visit.goTo(place.base);
  });
}

function publish(
  deps: PortalDeps,
  place: RegistrationScope,
  { draft, expectedVersion }: { readonly draft: RegistrationDraft; readonly expectedVersion: number },
): Promise<number> {
  return deps.store.portal.transaction((tables) =>
    publishVersion(tables, {
      deps,
      accessId: place.access.id,
      draftId: draft.id,
      expectedVersion,
      actor: place.actor.personId,
      standing: standing(place),
    }),
  );
}

async function requireDraft(
  deps: PortalDeps,
  { access }: RegistrationScope,
  id?: string,
): Promise<RegistrationDraft> {
  const draft = await deps.store.portal.registrationDrafts.draftOf(access.id);
  // Published or discarded in another session while the page was open.
  if (draft === undefined || (id !== undefined && draft.id !== id)) {
    throw new GaranceError('portal.changed_meanwhile');
  }
  return draft;
}

async function requireVersion(
  deps: PortalDeps,
  { access }: RegistrationScope,
  number: string | undefined,
): Promise<RegistrationDraft> {
  if (!/^[1-9]\d{0,6}$/.test(number ?? '')) throw new GaranceError('general.not_found');
  const version = await deps.store.portal.registrationDrafts.findNumber(access.id, Number(number));
  if (version === undefined) throw new GaranceError('general.not_found');
  return version;
}

interface Typed {
  readonly form: RegistrationDraft['form'];
  readonly version: number;
  readonly problems: readonly FieldProblem[];
  readonly changedMeanwhile?: boolean;
}

async function formPage(deps: PortalDeps, visit: RequestContext, place: RegistrationScope, typed: Typed) {
  const { form, version, problems, changedMeanwhile = false } = typed;
  return RegistrationPage({
    context: visit.context,
    place,
    form,
    version,
    csrf: visit.token(formId('registration', place)),
    errors: errorsOf(visit.locale, problems),
    changedMeanwhile,
    providers: await deps.store.portal.providers.list(place.hub),
    habilitatedScopes: coveredScopes(place.hub.platform, place.habilitation?.scopes ?? []),
  });
}

/** Kept first, judged then: whatever is wrong with it, nothing that was typed is lost. */
async function save(
  deps: PortalDeps,
  visit: RequestContext,
  place: RegistrationScope,
  { form, expectedVersion }: { readonly form: RegistrationDraft['form']; readonly expectedVersion: number },
) {
  const { access, actor } = place;
  const problems = await problemsOf(deps, { ...place, form });
  const saved = await saveDraft(deps, { access, form, expectedVersion, actor: actor.personId });
  const { draft } = saved;
  if (saved.kind === 'changed-meanwhile') {
    const page = await formPage(deps, visit, place, {
      form,
      version: draft.version,
      problems,
      changedMeanwhile: true,
    });
    return visit.show(page, 409);
  }
  if (problems.length > 0) {
    return visit.show(
      await formPage(deps, visit, place, { form: draft.form, version: draft.version, problems }),
      400,
    );
  }
  await look(deps, visit, { ...place, draft });
  return visit.goTo(`${place.base}/review`);
}

/** What was typed is kept by now, whether or not the limit of looks is reached. */
async function look(
  deps: PortalDeps,
  visit: RequestContext,
  place: RegistrationScope & { readonly draft: RegistrationDraft },
): Promise<void> {
  await requireMayLook(deps, visit, { personId: place.actor.personId, serviceId: place.service.id });
  await lookAtWorld(deps, place);
}

async function showReview(
  deps: PortalDeps,
  visit: RequestContext,
  place: RegistrationScope,
  draft: RegistrationDraft,
) {
  const published = await deps.store.portal.registrationDrafts.publishedOf(place.access.id);
  const problems = await problemsOf(deps, { ...place, form: draft.form });
  const token = (verb: string) => visit.token(formId(verb, place));
  return visit.show(
    ReviewPage({
      context: visit.context,
      place,
      draft,
      errors: errorsOf(visit.locale, problems),
      differences: differences(published?.form, draft.form),
      published: published !== undefined,
      tokens: { publish: token('publish'), check: token('check'), discard: token('discard') },
    }),
  );
}
