/** Pages of the registration itself: form, review, publication, versions. */

import { type Environment, GaranceError } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import { authorizationTowards } from '../../../objects/account/actor.ts';
import { readFields } from '../../../objects/form/field.ts';
import { differences } from '../../../objects/registration/difference.ts';
import {
  discardDraft,
  formToEdit,
  lookAtWorld,
  problemsOf,
  saveDraft,
} from '../../../objects/registration/drafts.ts';
import { knownFields, registrationErrors } from '../../../objects/registration/fields.ts';
import { registrationLifecycle } from '../../../objects/registration/lifecycle.ts';
import type { RegistrationProblem } from '../../../objects/registration/parse-form.ts';
import { publishVersion, rulesFor } from '../../../objects/registration/publish.ts';
import type { RegistrationDraft } from '../../../objects/registration/tables/registration-drafts.ts';
import { requireId } from '../../../objects/require-id.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import { pageSizes, readPage, sequenceCursor } from '../../../parts/queue/read-page.ts';
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

function authorization({ actor, service }: RegistrationScope) {
  return authorizationTowards(actor, service.organisationId);
}

function pathsOf(environment: Environment) {
  return {
    root: `/services/:id/:platform/${environment}`,
    edit: { action: 'registration.edit', environment },
    view: { action: 'registration.view', environment },
  } as const;
}

/** Mounts the form, its review, publication and versions for one environment, under `/services/:id/:platform/<environment>`. */
export function mountRegistration(routes: Routes, deps: PortalDeps, environment: Environment): void {
  const { root, edit, view } = pathsOf(environment);
  const { portal } = deps.store;

  routes.get(`${root}/registration`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    const { form, version } = await formToEdit(deps, { ...scope, serviceName: scope.service.name });
    const draft = await portal.registrationDrafts.draftOf(scope.access.id);
    const problems = draft === undefined ? [] : await problemsOf(deps, { ...scope, form });
    return visit.show(await formPage(deps, visit, { scope, form, version, problems }));
  });
  routes.post(`${root}/registration`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    const sent = visit.form(formId('registration', scope));
    return save(deps, visit, {
      scope,
      form: readFields(knownFields, sent),
      expectedVersion: Number(sent.text('version')) || 0,
    });
  });
  routes.get(`${root}/review`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...view });
    const draft = await portal.registrationDrafts.draftOf(scope.access.id);
    return draft === undefined ? visit.goTo(scope.base) : showReview(deps, visit, { ...scope, draft });
  });
  routes.post(`${root}/check`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    visit.form(formId('check', scope));
    const draft = await requireDraft(deps, scope);
    await look(deps, visit, { ...scope, draft });
    return visit.goTo(`${scope.base}/review`);
  });
  routes.post(`${root}/discard`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    visit.form(formId('discard', scope));
    const draft = await requireDraft(deps, scope);
    await discardDraft(deps, { draft, actor: scope.actor.personId, authorization: authorization(scope) });
    return visit.goTo(scope.base);
  });
}

/** Publishing on this page is for integration; in production, the production stage does it. */
export function mountPublication(routes: Routes, deps: PortalDeps, environment: Environment): void {
  const { root, edit, view } = pathsOf(environment);
  const { portal } = deps.store;

  routes.post(`${root}/publish`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    const sent = visit.form(formId('publish', scope));
    const draft = await requireDraft(deps, scope, requireId(sent.text('draft')));
    const expectedVersion = Number(sent.text('version')) || 0;
    // Checked again, because conditions may have changed since the page was shown.
    await look(deps, visit, { ...scope, draft });
    await publish(deps, scope, { draft, expectedVersion });
    return visit.goTo(scope.base);
  });
  routes.get(`${root}/versions`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...view });
    const page = await readPage(visit, {
      path: `${scope.base}/versions`,
      size: pageSizes.history,
      direction: 'before',
      cursor: sequenceCursor,
      read: (at) => portal.registrationDrafts.list(scope.access.id, at),
      placeOf: ({ number }) => number,
    });
    return visit.show(
      <VersionsPage context={{ ...visit.context, path: page.currentHref }} scope={scope} page={page} />,
    );
  });
  routes.get(`${root}/versions/:number`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...view });
    const version = await requireVersion(deps, scope, params.number);
    const { registrationDrafts } = portal;
    // A restorable version is compared with the published one, any other with its predecessor.
    const other = registrationLifecycle.states[version.state].restorable
      ? await registrationDrafts.publishedOf(scope.access.id)
      : await registrationDrafts.findNumber(scope.access.id, version.number - 1);
    return visit.show(
      <VersionPage
        context={visit.context}
        scope={scope}
        version={version}
        differences={differences(other?.form, version.form)}
        csrf={visit.token(formId(`restore-${version.number}`, scope))}
      />,
    );
  });
  routes.post(`${root}/versions/:number/restore`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    const version = await requireVersion(deps, scope, params.number);
    visit.form(formId(`restore-${version.number}`, scope));
    const { restorable } = registrationLifecycle.states[version.state];
    if (!restorable) throw new GaranceError('portal.not_now', { detail: version.state });
    await publish(deps, scope, { draft: version, expectedVersion: version.version });
    return visit.goTo(scope.base);
  });
}

function publish(
  deps: PortalDeps,
  scope: RegistrationScope,
  { draft, expectedVersion }: { readonly draft: RegistrationDraft; readonly expectedVersion: number },
): Promise<number> {
  return deps.store.portal.transaction((tables) =>
    publishVersion(tables, {
      deps,
      accessId: scope.access.id,
      draftId: draft.id,
      expectedVersion,
      actor: scope.actor.personId,
      authorization: authorization(scope),
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
  readonly scope: RegistrationScope;
  readonly form: RegistrationDraft['form'];
  readonly version: number;
  readonly problems: readonly RegistrationProblem[];
  readonly changedMeanwhile?: boolean;
}

async function formPage(deps: PortalDeps, visit: RequestContext, typed: Typed) {
  const { scope, form, version, problems, changedMeanwhile = false } = typed;
  return (
    <RegistrationPage
      context={visit.context}
      scope={scope}
      form={form}
      version={version}
      csrf={visit.token(formId('registration', scope))}
      errors={registrationErrors(visit.locale, problems)}
      changedMeanwhile={changedMeanwhile}
      rules={
        await rulesFor(deps.store.portal, deps, {
          hub: scope.access,
          habilitation: scope.habilitation,
        })
      }
    />
  );
}

interface Sent {
  readonly scope: RegistrationScope;
  readonly form: RegistrationDraft['form'];
  readonly expectedVersion: number;
}

/** Saves the draft also when it has problems, so that the typed values are kept. */
async function save(deps: PortalDeps, visit: RequestContext, { scope, form, expectedVersion }: Sent) {
  const { access, actor } = scope;
  const problems = await problemsOf(deps, { ...scope, form });
  const authorization = authorizationTowards(actor, scope.service.organisationId);
  const saved = await saveDraft(deps, {
    access,
    form,
    expectedVersion,
    actor: actor.personId,
    authorization,
  });
  const { draft } = saved;
  if (saved.kind === 'changed-meanwhile') {
    const page = await formPage(deps, visit, {
      scope,
      form,
      version: draft.version,
      problems,
      changedMeanwhile: true,
    });
    return visit.show(page, 409);
  }
  if (problems.length > 0) {
    return visit.show(
      await formPage(deps, visit, { scope, form: draft.form, version: draft.version, problems }),
      formStatus(problems),
    );
  }
  await look(deps, visit, { ...scope, draft });
  return visit.goTo(`${scope.base}/review`);
}

/** The draft is already saved when the limit of live checks refuses the request. */
async function look(
  deps: PortalDeps,
  visit: RequestContext,
  scope: RegistrationScope & { readonly draft: RegistrationDraft },
): Promise<void> {
  await requireMayLook(deps, visit, { personId: scope.actor.personId, serviceId: scope.service.id });
  await lookAtWorld(deps, scope);
}

async function showReview(
  deps: PortalDeps,
  visit: RequestContext,
  { draft, ...scope }: RegistrationScope & { readonly draft: RegistrationDraft },
) {
  const published = await deps.store.portal.registrationDrafts.publishedOf(scope.access.id);
  const problems = await problemsOf(deps, { ...scope, form: draft.form });
  const token = (verb: string) => visit.token(formId(verb, scope));
  return visit.show(
    <ReviewPage
      context={visit.context}
      scope={scope}
      draft={draft}
      errors={registrationErrors(visit.locale, problems)}
      differences={differences(published?.form, draft.form)}
      published={published !== undefined}
      tokens={{ publish: token('publish'), check: token('check'), discard: token('discard') }}
    />,
  );
}
