/** Activation, and secrets of production: each after a second factor, each secret shown once or never seen by us. */
import { GaranceError, getErrorDefinition } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { ComponentProps } from 'preact';
import type { PortalDeps } from '../../deps.ts';
import type { PortalForm } from '../../objects/form.ts';
import { activateProduction, renewProductionSecret } from '../../objects/production/activate.ts';
import { endSecret, overlaps } from '../../objects/registration/secrets.ts';
import { requireId } from '../../objects/require-id.ts';
import { requireVersion } from '../../parts/form/require-version.ts';
import type { PathParams } from '../../parts/handler.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { productionFormId as formId, requireProduction } from '../../parts/scope/production-scope.ts';
import { type PlatformScope, requirePlatform } from '../../parts/scope/service-scope.ts';
import { ActivationPage, DeliveryPage, RenewalPage } from './delivery-pages.tsx';

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

/** A hash that was refused, with everything that was chosen beside it. */
interface RefusedHash {
  readonly sha256: string;
  readonly overlap?: string;
  readonly text: string;
  readonly status: number;
}

interface Shown {
  readonly scope: PlatformScope;
  readonly refused?: RefusedHash;
}

async function showActivation(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, refused }: Shown,
): Promise<FastifyReply> {
  const page = (
    <ActivationPage
      context={visit.context}
      scope={scope}
      view={await requireProduction(deps, scope, 'activatable')}
      csrf={visit.token(formId('activate', scope))}
      relaxedAddresses={deps.config.relaxedAddresses}
      {...(refused !== undefined && { sha256: refused.sha256, errors: { sha256: refused.text } })}
    />
  );
  return visit.show(page, refused?.status);
}

async function showRenewal(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, refused }: Shown,
): Promise<FastifyReply> {
  await requireProduction(deps, scope, 'live');
  const page = (
    <RenewalPage
      context={visit.context}
      scope={scope}
      csrf={visit.token(formId('secret', scope))}
      {...(refused !== undefined && {
        sha256: refused.sha256,
        overlap: refused.overlap ?? '',
        errors: { sha256: refused.text },
      })}
    />
  );
  return visit.show(page, refused?.status);
}

function showDelivery(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, ...shown }: Pick<ComponentProps<typeof DeliveryPage>, 'scope' | 'delivered' | 'kind'>,
): FastifyReply {
  const issuer = deps.issuerOf({ platform: scope.platform, environment: 'production' });
  return visit.show(<DeliveryPage context={visit.context} scope={scope} issuer={issuer} {...shown} />);
}

/** @returns the hash of the partner's own secret; absent where Garance shall make one */
function ownHashOf(form: PortalForm): { readonly ownHash?: string } {
  const sha256 = form.text('sha256').slice(0, 200);
  return sha256 === '' ? {} : { ownHash: sha256 };
}

const hashErrors: ReadonlySet<string> = new Set(['integration.hash_malformed', 'integration.hash_used']);

/** Errors of the hash are shown beside its field; others are thrown. */
function refusedHash(error: unknown, visit: RequestContext, sha256 = ''): RefusedHash {
  if (!(error instanceof GaranceError) || !hashErrors.has(error.code)) throw error;
  const { citizen, status } = getErrorDefinition(error.code);
  return { sha256, text: citizen[visit.locale], status };
}

async function activate(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'production-secret.create' });
  const form = visit.form(formId('activate', scope));
  const { service, platform, actor, authorization } = scope;
  const own = ownHashOf(form);
  try {
    const delivered = await activateProduction(deps, {
      service,
      platform,
      actor: actor.personId,
      authorization,
      expectedVersion: requireVersion(form.text('version')),
      draftVersion: requireVersion(form.text('draftVersion')),
      ...own,
    });
    return showDelivery(deps, visit, { scope, delivered, kind: 'activation' });
  } catch (error) {
    return showActivation(deps, visit, { scope, refused: refusedHash(error, visit, own.ownHash) });
  }
}

async function renew(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'production-secret.create' });
  const form = visit.form(formId('secret', scope));
  const overlap = form.text('overlap');
  if (!(overlaps as readonly string[]).includes(overlap)) throw new GaranceError('general.bad_request');
  const { service, platform, actor } = scope;
  const own = ownHashOf(form);
  const input = { service, platform, actor: actor.personId, overlapDays: Number(overlap), ...own };
  try {
    const delivered = await renewProductionSecret(deps, input);
    return showDelivery(deps, visit, { scope, delivered, kind: 'renewal' });
  } catch (error) {
    return showRenewal(deps, visit, {
      scope,
      refused: { ...refusedHash(error, visit, own.ownHash), overlap },
    });
  }
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
