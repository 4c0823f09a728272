import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import type { FormValues } from '../../../objects/form/field.ts';
import { errorsOf } from '../../../objects/form/problem-texts.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { addTestIdentity } from '../../../objects/registration/test-identities.ts';
import { requireId } from '../../../objects/require-id.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import type { Routes } from '../../../parts/routes.ts';
import { formId, type OpenPlace, openPlace } from '../../../parts/scope/registration-place.ts';
import type { Visit } from '../../../parts/visit.ts';
import { identityFields } from '../identity-fields.ts';
import { IdentitiesPage } from '../pages/identities-page.tsx';

const root = '/services/:id/:platform/integration/test-identities';
const edit = { action: 'test-identity.edit', environment: 'integration' } as const;

export function mountTestIdentities(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get(root, async (visit, params) => {
    const place = await openPlace(visit, deps, params, {
      action: 'registration.view',
      environment: 'integration',
    });
    return showIdentities(deps, visit, place, { values: {}, errors: {} });
  });
  routes.post(root, async (visit, params) => {
    const place = await openPlace(visit, deps, params, edit);
    const form = visit.form(formId('identity', place));
    const sent = readForm(identityFields, form, visit);
    if (!sent.ok) return showIdentities(deps, visit, place, sent);
    const added = await addTestIdentity(deps, place.service, sent.values);
    if (!added.ok) {
      const problem = { field: added.attribute, code: 'pivot-rule' } as const;
      const errors = errorsOf(visit.locale, identityFields, [problem]);
      return showIdentities(deps, visit, place, { ...sent, errors });
    }
    return visit.goTo(`${place.base}/test-identities`);
  });
  routes.post(`${root}/:identityId/remove`, async (visit, params) => {
    const place = await openPlace(visit, deps, params, edit);
    visit.form(formId('identity-remove', place));
    const identity = await portal.testIdentities.find(requireId(params.identityId));
    if (identity?.serviceId !== place.service.id) throw new GaranceError('general.not_found');
    await portal.testIdentities.remove(identity.id);
    return visit.goTo(`${place.base}/test-identities`);
  });
}

interface Shown {
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

async function showIdentities(deps: PortalDeps, visit: Visit, place: OpenPlace, { values, errors }: Shown) {
  const page = IdentitiesPage({
    context: visit.context,
    place,
    identities: await deps.store.portal.testIdentities.ofService(place.service.id),
    tokens: {
      add: visit.token(formId('identity', place)),
      remove: visit.token(formId('identity-remove', place)),
    },
    values,
    errors,
  });
  return visit.show(page, formStatus(errors));
}
