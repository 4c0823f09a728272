import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import { errorsOf } from '../../../objects/form/errors-of.ts';
import type { FormValues } from '../../../objects/form/field.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { addTestAccount } from '../../../objects/registration/test-accounts.ts';
import { requireId } from '../../../objects/require-id.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import {
  formId,
  type RegistrationScope,
  requireRegistration,
} from '../../../parts/scope/registration-scope.ts';
import { TestAccountsPage } from '../pages/test-accounts-page.tsx';
import { testAccountFields } from '../test-account-fields.ts';

const root = '/services/:id/:platform/integration/test-identities';
const edit = { action: 'test-identity.edit', environment: 'integration' } as const;

export function mountTestAccounts(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get(root, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, {
      params,
      action: 'registration.view',
      environment: 'integration',
    });
    return showTestAccounts(deps, visit, { scope, values: {}, errors: {} });
  });
  routes.post(root, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    const form = visit.form(formId('identity', scope));
    const sent = readForm(testAccountFields, form, visit);
    if (!sent.ok) return showTestAccounts(deps, visit, { scope, ...sent });
    const added = await addTestAccount(deps, scope.service, sent.values);
    if (!added.ok) {
      const problem = { field: added.attribute, code: 'pivot-rule' } as const;
      const errors = errorsOf(visit.locale, testAccountFields, [problem]);
      return showTestAccounts(deps, visit, { scope, ...sent, errors });
    }
    return visit.goTo(`${scope.base}/test-identities`);
  });
  routes.post(`${root}/:identityId/remove`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...edit });
    visit.form(formId('identity-remove', scope));
    const identity = await portal.testAccounts.find(requireId(params.identityId));
    if (identity?.serviceId !== scope.service.id) throw new GaranceError('general.not_found');
    await portal.testAccounts.remove(identity.id);
    return visit.goTo(`${scope.base}/test-identities`);
  });
}

interface Shown {
  readonly scope: RegistrationScope;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

async function showTestAccounts(deps: PortalDeps, visit: RequestContext, { scope, values, errors }: Shown) {
  const page = (
    <TestAccountsPage
      context={visit.context}
      scope={scope}
      identities={await deps.store.portal.testAccounts.ofService(scope.service.id)}
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
