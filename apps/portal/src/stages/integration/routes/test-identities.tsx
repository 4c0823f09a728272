import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import { errorsOf } from '../../../objects/form/errors-of.ts';
import type { FormValues } from '../../../objects/form/field.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { addTestIdentity } from '../../../objects/registration/test-identities.ts';
import { requireId } from '../../../objects/require-id.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import {
  formId,
  type RegistrationScope,
  requireRegistration,
} from '../../../parts/scope/registration-scope.ts';
import { identityFields } from '../identity-fields.ts';
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
    return showIdentities(deps, visit, { scope, values: {}, errors: {} });
  });
  routes.post(root, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    const form = visit.form(formId('identity', scope));
    const sent = readForm(identityFields, form, visit);
    if (!sent.ok) return showIdentities(deps, visit, { scope, ...sent });
    const added = await addTestIdentity(deps, scope.service, sent.values);
    if (!added.ok) {
      const problem = { field: added.attribute, code: 'pivot-rule' } as const;
      const errors = errorsOf(visit.locale, identityFields, [problem]);
      return showIdentities(deps, visit, { scope, ...sent, errors });
    }
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
  readonly scope: RegistrationScope;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

async function showIdentities(deps: PortalDeps, visit: RequestContext, { scope, values, errors }: Shown) {
  const page = (
    <IdentitiesPage
      context={visit.context}
      scope={scope}
      identities={await deps.store.portal.testIdentities.ofService(scope.service.id)}
      tokens={{
        add: visit.token(formId('identity', scope)),
        remove: visit.token(formId('identity-remove', scope)),
      }}
      values={values}
      errors={errors}
    />
  );
  return visit.show(page, formStatus(errors));
}
