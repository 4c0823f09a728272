import { GaranceError, getErrorDefinition } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import {
  addOwnHash,
  createSecret,
  endSecret,
  lifetimes,
  overlaps,
} from '../../../objects/registration/secrets.ts';
import { requireId } from '../../../objects/require-id.ts';
import type { PathParams } from '../../../parts/handler.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import {
  formId,
  type RegistrationScope,
  requireRegistration,
} from '../../../parts/scope/registration-scope.ts';
import { SecretShownPage, SecretsPage } from '../pages/secrets-page.tsx';

const root = '/services/:id/:platform/integration/secrets';
const edit = { action: 'secret.create', environment: 'integration' } as const;
const shown = 50;

/** Secrets of the integration environment. Those of production are shown by the production stage, after a second factor. */
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
  const form = visit.form(formId('secret', scope));
  const label = form.text('label').slice(0, 60);
  const overlapDays = Number(overlaps.find((value) => value === form.text('overlapDays')) ?? '7');
  const lifetime = lifetimes.find((value) => value === form.text('lifetimeDays')) ?? '730';
  const input = {
    ...orderOf(deps, scope),
    label,
    overlapDays,
    ...(lifetime !== '' && { lifetimeDays: Number(lifetime) }),
  };
  try {
    const secret = await deps.store.portal.transaction((tables) => createSecret(tables, input));
    return visit.show(<SecretShownPage context={visit.context} scope={scope} secret={secret} />);
  } catch (error) {
    return refused(deps, visit, { scope, error, field: 'label', values: { label, sha256: '' } });
  }
}

async function addOwn(deps: PortalDeps, visit: RequestContext, params: PathParams) {
  const scope = await requireRegistration(deps, visit, { params, ...edit });
  const form = visit.form(formId('own-hash', scope));
  const values = { label: form.text('label').slice(0, 60), sha256: form.text('sha256').slice(0, 200) };
  const input = { ...orderOf(deps, scope), label: values.label, overlapDays: 7 };
  try {
    await deps.store.portal.transaction((tables) => addOwnHash(tables, input, values.sha256));
    return visit.goTo(`${scope.base}/secrets`);
  } catch (error) {
    return refused(deps, visit, { scope, error, field: 'sha256', values });
  }
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

interface Typed {
  readonly label: string;
  readonly sha256: string;
}

interface Shown {
  readonly scope: RegistrationScope;
  readonly values?: Typed;
  readonly errors?: FieldErrors;
  readonly status?: number;
}

async function showSecrets(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, values, errors = {}, status }: Shown,
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
      errors={errors}
      {...(values !== undefined && { values })}
    />,
    status,
  );
}

interface Refused {
  readonly scope: RegistrationScope;
  readonly error: unknown;
  readonly field: 'label' | 'sha256';
  readonly values: Typed;
}

/** What this stage refuses is said beside the field; anything else is not for this page. */
async function refused(deps: PortalDeps, visit: RequestContext, { scope, error, field, values }: Refused) {
  if (!(error instanceof GaranceError) || !error.code.startsWith('integration.')) throw error;
  const { citizen, status } = getErrorDefinition(error.code);
  return showSecrets(deps, visit, { scope, values, errors: { [field]: citizen[visit.locale] }, status });
}
