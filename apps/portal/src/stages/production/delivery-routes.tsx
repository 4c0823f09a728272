/**
 * Activation, and secrets of production: each needs a second factor; a generated secret is shown once, a partner's own
 * is never sent here.
 */
import { GaranceError, getErrorDefinition } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { ComponentProps } from 'preact';
import type { PortalDeps } from '../../deps.ts';
import type { FormValues } from '../../objects/form/field.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { activateProduction, renewProductionSecret } from '../../objects/production/activate.ts';
import { endSecret, type SecretRefusal } from '../../objects/registration/secrets.ts';
import { requireId } from '../../objects/require-id.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import { requireVersion } from '../../parts/form/require-version.ts';
import type { PathParams } from '../../parts/handler.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { productionFormId as formId, requireProduction } from '../../parts/scope/production-scope.ts';
import { type PlatformScope, requirePlatform } from '../../parts/scope/service-scope.ts';
import { ActivationPage, DeliveryPage, RenewalPage } from './delivery-pages.tsx';
import { activationFields, renewalFields } from './fields.ts';

const root = '/services/:id/:platform/production';

export function mountDelivery(routes: Routes, deps: PortalDeps): void {
  routes.get(`${root}/activate`, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'production-secret.create' });
    return showActivation(deps, visit, { scope });
  });
  routes.post(`${root}/activate`, (visit, params) => activate(deps, visit, params));
  routes.get(`${root}/secret`, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'production-secret.create' });
    return showRenewal(deps, visit, { scope });
  });
  routes.post(`${root}/secret`, (visit, params) => renew(deps, visit, params));
  routes.post(`${root}/secret/end`, (visit, params) => end(deps, visit, params));
}

interface Shown {
  readonly scope: PlatformScope;
  readonly values?: FormValues;
  readonly errors?: FieldErrors;
  readonly status?: number;
}

async function showActivation(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, status, ...typed }: Shown,
): Promise<FastifyReply> {
  const page = (
    <ActivationPage
      context={visit.context}
      scope={scope}
      view={await requireProduction(deps, scope, 'activatable')}
      csrf={visit.token(formId('activate', scope))}
      relaxedAddresses={deps.config.relaxedAddresses}
      {...typed}
    />
  );
  return visit.show(page, status ?? formStatus(typed.errors));
}

async function showRenewal(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, status, ...typed }: Shown,
): Promise<FastifyReply> {
  await requireProduction(deps, scope, 'live');
  const page = (
    <RenewalPage
      context={visit.context}
      scope={scope}
      csrf={visit.token(formId('secret', scope))}
      {...typed}
    />
  );
  return visit.show(page, status ?? formStatus(typed.errors));
}

function showDelivery(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, ...shown }: Pick<ComponentProps<typeof DeliveryPage>, 'scope' | 'delivered' | 'kind'>,
): FastifyReply {
  const issuer = deps.issuerOf({ platform: scope.platform, environment: 'production' });
  return visit.show(<DeliveryPage context={visit.context} scope={scope} issuer={issuer} {...shown} />);
}

/** A refused hash is shown beside its field; any other refusal is an error page. @throws GaranceError */
function refusalOf({ locale }: RequestContext, error: SecretRefusal) {
  if (error !== 'integration.hash_used') throw new GaranceError(error);
  const { citizen, status } = getErrorDefinition(error);
  return { errors: { sha256: citizen[locale] }, status };
}

async function activate(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'production-secret.create' });
  const form = visit.form(formId('activate', scope));
  const sent = readForm(activationFields, form, visit);
  if (!sent.ok) return showActivation(deps, visit, { scope, ...sent });
  const { service, platform, actor, authorization } = scope;
  const activated = await activateProduction(deps, {
    service,
    platform,
    actor: actor.personId,
    authorization,
    expectedVersion: requireVersion(form.text('version')),
    draftVersion: requireVersion(form.text('draftVersion')),
    ownHash: sent.data.sha256,
  });
  if (!activated.ok) {
    return showActivation(deps, visit, { scope, ...sent, ...refusalOf(visit, activated.error) });
  }
  return showDelivery(deps, visit, { scope, delivered: activated.delivered, kind: 'activation' });
}

async function renew(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'production-secret.create' });
  const sent = readForm(renewalFields, visit.form(formId('secret', scope)), visit);
  if (!sent.ok) return showRenewal(deps, visit, { scope, ...sent });
  const { service, platform, actor } = scope;
  const { overlap, sha256: ownHash } = sent.data;
  const order = { service, platform, actor: actor.personId, overlapDays: Number(overlap), ownHash };
  const renewed = await renewProductionSecret(deps, order);
  if (!renewed.ok) return showRenewal(deps, visit, { scope, ...sent, ...refusalOf(visit, renewed.error) });
  return showDelivery(deps, visit, { scope, delivered: renewed.delivered, kind: 'renewal' });
}

async function end(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'production-secret.create' });
  const secretId = requireId(visit.form(formId('end-secret', scope)).text('secret'));
  const { access } = await requireProduction(deps, scope, 'delivered');
  if (access === undefined) throw new GaranceError('general.not_found');
  const input = { deps, accessId: access.id, secretId, actor: scope.actor.personId };
  await deps.store.portal.transaction((tables) => endSecret(tables, input));
  return visit.goTo(`${scope.base}/production`);
}
