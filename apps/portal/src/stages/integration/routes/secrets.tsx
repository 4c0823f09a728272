import { getErrorDefinition } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import type { FormValues } from '../../../objects/form/field.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import {
  addOwnHash,
  createSecret,
  endSecret,
  type SecretRefusal,
} from '../../../objects/registration/secrets.ts';
import { requireId } from '../../../objects/require-id.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import type { PathParams } from '../../../parts/handler.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import {
  formId,
  type RegistrationScope,
  requireRegistration,
} from '../../../parts/scope/registration-scope.ts';
import { SecretShownPage, SecretsPage } from '../pages/secrets-page.tsx';
import { newSecretFields, ownSecretFields } from '../secret-fields.ts';

const root = '/services/:id/:platform/integration/secrets';
const edit = { action: 'secret.create', environment: 'integration' } as const;
const shown = 50;

/**
 * Secrets of the integration environment. Those of production belong to the production stage, after a second factor.
 */
export function mountSecrets(routes: Routes, deps: PortalDeps): void {
  routes.get(root, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, {
      params,
      action: 'registration.view',
      environment: 'integration',
    });
    return showSecrets(deps, visit, { scope });
  });
  routes.post(root, (visit, params) => create(deps, visit, params));
  routes.post(`${root}/own`, (visit, params) => addOwn(deps, visit, params));
  routes.post(`${root}/:secretId/end`, (visit, params) => end(deps, visit, params));
}

async function create(deps: PortalDeps, visit: RequestContext, params: PathParams) {
  const scope = await requireRegistration(deps, visit, { params, ...edit });
  const sent = readForm(newSecretFields, visit.form(formId('secret', scope)), visit);
  if (!sent.ok) return showSecrets(deps, visit, { scope, ...sent });
  const { label = '', overlapDays = '7', lifetimeDays } = sent.data;
  const input = {
    ...orderOf(deps, scope),
    label,
    overlapDays: Number(overlapDays),
    ...(lifetimeDays !== 'none' && { lifetimeDays: Number(lifetimeDays) }),
  };
  const made = await deps.store.portal.transaction((tables) => createSecret(tables, input));
  if (!made.ok) return showSecrets(deps, visit, { scope, ...sent, ...refusalOf(visit, 'label', made.error) });
  return visit.show(<SecretShownPage context={visit.context} scope={scope} secret={made.secret} />);
}

async function addOwn(deps: PortalDeps, visit: RequestContext, params: PathParams) {
  const scope = await requireRegistration(deps, visit, { params, ...edit });
  const sent = readForm(ownSecretFields, visit.form(formId('own-hash', scope)), visit);
  if (!sent.ok) return showSecrets(deps, visit, { scope, ...sent });
  const { sha256, ownLabel: label = '' } = sent.data;
  const input = { ...orderOf(deps, scope), label, overlapDays: 7 };
  const added = await deps.store.portal.transaction((tables) => addOwnHash(tables, input, sha256));
  if (!added.ok)
    return showSecrets(deps, visit, { scope, ...sent, ...refusalOf(visit, 'sha256', added.error) });
  return visit.goTo(`${scope.base}/secrets`);
}

async function end(deps: PortalDeps, visit: RequestContext, params: PathParams) {
  const scope = await requireRegistration(deps, visit, { params, ...edit });
  visit.form(formId('secret-end', scope));
  const input = { ...orderOf(deps, scope), secretId: requireId(params.secretId) };
  await deps.store.portal.transaction((tables) => endSecret(tables, input));
  return visit.goTo(`${scope.base}/secrets`);
}

const orderOf = (deps: PortalDeps, { access, actor }: RegistrationScope) => ({
  deps,
  accessId: access.id,
  actor: actor.personId,
});

interface Shown {
  readonly scope: RegistrationScope;
  readonly values?: FormValues;
  readonly errors?: FieldErrors;
  readonly status?: number;
}

async function showSecrets(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, values = {}, errors = {}, status = formStatus(errors) }: Shown,
) {
  const { portal } = deps.store;
  const token = (verb: string) => visit.token(formId(verb, scope));
  const current = await portal.registrationDrafts.current(scope.service.id, scope.hub);
  return visit.show(
    <SecretsPage
      context={{ ...visit.context, path: `${scope.base}/secrets` }}
      scope={scope}
      secrets={await portal.clientSecrets.list(scope.access.id, shown)}
      nowMs={deps.clock.now()}
      byKey={current?.auth.method === 'private_key_jwt'}
      tokens={{ create: token('secret'), own: token('own-hash'), end: token('secret-end') }}
      values={values}
      errors={errors}
    />,
    status,
  );
}

function refusalOf({ locale }: RequestContext, field: string, error: SecretRefusal) {
  const { citizen, status } = getErrorDefinition(error);
  return { errors: { [field]: citizen[locale] }, status };
}
