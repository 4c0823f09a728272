import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import {
  addTestIdentity,
  type IdentityField,
  identityFields,
} from '../../../objects/registration/test-identities.ts';
import { requireId } from '../../../objects/require-id.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';
import { formId, requireRegistration } from '../../../parts/scope/registration-scope.ts';
import { IdentitiesPage } from '../pages/identities-page.tsx';

const root = '/services/:id/:platform/integration/test-identities';
const edit = { action: 'test-identity.edit', environment: 'integration' } as const;

export function mountTestIdentities(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get(root, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, {
      params,
      action: 'registration.view',
      environment: 'integration',
    });
    return showIdentities(deps, visit, scope, {});
  });
  routes.post(root, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    const form = visit.form(formId('identity', scope));
    const typed = Object.fromEntries(
      identityFields.map((field) => [field, form.text(field).slice(0, 200)]),
    ) as Record<IdentityField, string>;
    const added = await addTestIdentity(deps, scope.service, typed);
    if (!added.ok) return showIdentities(deps, visit, scope, { values: typed, wrong: added.attribute });
    return visit.goTo(`${scope.base}/test-identities`);
  });
  routes.post(`${root}/:identityId/remove`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    visit.form(formId('identity-remove', scope));
    const identity = await portal.testIdentities.find(requireId(params.identityId));
    if (identity?.serviceId !== scope.service.id) throw new GaranceError('general.not_found');
    await portal.testIdentities.remove(identity.id);
    return visit.goTo(`${scope.base}/test-identities`);
  });
}

interface Shown {
  readonly values?: Readonly<Partial<Record<IdentityField, string>>>;
  readonly wrong?: IdentityField;
}

async function showIdentities(
  deps: PortalDeps,
  visit: RequestContext,
  scope: RegistrationScope,
  { values = {}, wrong }: Shown,
) {
  const page = IdentitiesPage({
    context: visit.context,
    scope,
    identities: await deps.store.portal.testIdentities.ofService(scope.service.id),
    tokens: {
      add: visit.token(formId('identity', scope)),
      remove: visit.token(formId('identity-remove', scope)),
    },
    values,
    wrong,
  });
  return visit.show(page, wrong === undefined ? 200 : 400);
}
