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
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import {
  formId,
  type RegistrationScope,
  requireRegistration,
} from '../../../parts/scope/registration-scope.ts';
import { SecretShownPage, SecretsPage } from '../pages/secrets-page.tsx';

const root = '/services/:id/:platform/integration/secrets';
const create = { action: 'secret.create', environment: 'integration' } as const;
const shown = 50;

/** Secrets of the integration environment. Those of production are shown by the production stage, after a second factor. */
export function mountSecrets(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get(root, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, {
      params,
      action: 'registration.view',
      environment: 'integration',
    });
    return showSecrets(deps, visit, scope, {});
  });
  routes.post(root, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...create });
    const form = visit.form(formId('secret', scope));
    const label = form.text('label').slice(0, 60);
    const overlapDays = Number(overlaps.find((one) => one === form.text('overlapDays')) ?? '7');
    const lifetime = lifetimes.find((one) => one === form.text('lifetimeDays')) ?? '730';
    try {
      const secret = await portal.transaction((tables) =>
        createSecret(tables, {
          deps,
          accessId: scope.access.id,
          actor: scope.actor.personId,
          label,
          overlapDays,
          ...(lifetime !== '' && { lifetimeDays: Number(lifetime) }),
        }),
      );
      return visit.show(SecretShownPage({ context: visit.context, scope, secret }));
    } catch (error) {
      return refused(deps, visit, scope, { error, field: 'label', values: { label, sha256: '' } });
    }
  });
  routes.post(`${root}/own`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...create });
    const form = visit.form(formId('own-hash', scope));
    const values = { label: form.text('label').slice(0, 60), sha256: form.text('sha256').slice(0, 200) };
    try {
      await portal.transaction((tables) =>
        addOwnHash(
          tables,
          {
            deps,
            accessId: scope.access.id,
            actor: scope.actor.personId,
            label: values.label,
            overlapDays: 7,
          },
          values.sha256,
        ),
      );
      return visit.goTo(`${scope.base}/secrets`);
    } catch (error) {
      return refused(deps, visit, scope, { error, field: 'sha256', values });
    }
  });
  routes.post(`${root}/:secretId/end`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...create });
    visit.form(formId('secret-end', scope));
    const secretId = requireId(params.secretId);
    await portal.transaction((tables) =>
      endSecret(tables, { deps, accessId: scope.access.id, secretId, actor: scope.actor.personId }),
    );
    return visit.goTo(`${scope.base}/secrets`);
  });
}

interface Shown {
  readonly values?: { readonly label: string; readonly sha256: string };
  readonly errors?: FieldErrors;
  readonly status?: number;
}

async function showSecrets(
  deps: PortalDeps,
  visit: RequestContext,
  scope: RegistrationScope,
  { values, errors = {}, status }: Shown,
) {
  const { portal } = deps.store;
  const token = (verb: string) => visit.token(formId(verb, scope));
  const current = await portal.registrationDrafts.current(scope.service.id, scope.hub);
  return visit.show(
    SecretsPage({
      context: { ...visit.context, path: `${scope.base}/secrets` },
      scope,
      secrets: await portal.clientSecrets.list(scope.access.id, shown),
      nowMs: deps.clock.now(),
      byKey: current?.auth.method === 'private_key_jwt',
      tokens: { create: token('secret'), own: token('own-hash'), end: token('secret-end') },
      errors,
      ...(values !== undefined && { values }),
    }),
    status,
  );
}

interface Refused {
  readonly error: unknown;
  readonly field: 'label' | 'sha256';
  readonly values: { readonly label: string; readonly sha256: string };
}

/** Errors of this form are shown beside the field; others are thrown. */
async function refused(
  deps: PortalDeps,
  visit: RequestContext,
  scope: RegistrationScope,
  { error, field, values }: Refused,
) {
  if (!(error instanceof GaranceError) || !error.code.startsWith('integration.')) throw error;
  const { citizen, status } = getErrorDefinition(error.code);
  return showSecrets(deps, visit, scope, { values, errors: { [field]: citizen[visit.locale] }, status });
}
