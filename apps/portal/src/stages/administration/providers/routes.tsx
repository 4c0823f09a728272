/** `/administration/providers`: identity providers of each hub. */

import { GaranceError, type HubId, type Provider } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import { record } from '../../../objects/account/record-act.ts';
import { type FormValues, readFields } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { findHub, hubSlug, hubsOf, requireHub } from '../../../objects/hubs.ts';
import type { UploadReader } from '../../../parts/documents/upload.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import type { PathParams } from '../../../parts/handler.ts';
import { queryText } from '../../../parts/query-text.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { checkEndpoints, checkProvider, isKnownProvider, type ProviderCheck } from './discovery.ts';
import { type ProviderContext, providerFields } from './fields.ts';
import { parseProvider, valuesOf } from './form.ts';
import { readLogo } from './logo.ts';
import { NewProviderPage, ProviderListPage, ProviderPage } from './pages.tsx';
import { providerDones, providerTexts } from './texts.ts';

const root = '/administration/providers';
const action = 'provider.manage';

export function mountProviders(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get(root, async (visit) => {
    requireStaff(visit, action);
    const hubs = hubsOf(deps.environments);
    const hub = findHub(deps.environments, queryText(visit, 'hub')) ?? hubs[0];
    if (hub === undefined) throw new GaranceError('general.not_found');
    const providers = await portal.providers.list(hub);
    const context = { ...visit.context, path: `${root}?hub=${hubSlug(hub)}` };
    return visit.show(<ProviderListPage context={context} hubs={hubs} hub={hub} providers={providers} />);
  });
  routes.get(`${root}/:hub`, (visit, params) => {
    requireStaff(visit, action);
    const hub = requireHub(deps.environments, params.hub);
    return showNew(visit, hub, { values: valuesOf(contextOf(deps, hub)), errors: {} });
  });
  routes.post(`${root}/:hub`, (visit, params) => create(deps, visit, params));
  routes.get(`${root}/:hub/:id`, async (visit, params) =>
    showOne(deps, visit, await enter(deps, visit, params)),
  );
  routes.post(`${root}/:hub/:id`, (visit, params) => save(deps, visit, params));
  routes.post(`${root}/:hub/:id/status`, (visit, params) => setStatus(deps, visit, params));
  routes.post(`${root}/:hub/:id/test`, async (visit, params) => {
    const scene = await enter(deps, visit, params);
    visit.form(formId('test', scene));
    return showOne(deps, visit, { ...scene, checks: await test(deps, scene.provider) });
  });
}

/** Mounts the routes for logos (multipart). */
export function mountProviderLogo(routes: Routes, readUploads: UploadReader, deps: PortalDeps): void {
  routes.get(`${root}/:hub/:id/logo`, async (visit, params) => {
    const { provider } = await enter(deps, visit, params);
    if (provider.logo === undefined) throw new GaranceError('general.not_found');
    // An SVG opened directly is a document: no script may run in it (security.md 16).
    return visit.reply
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'no-store')
      .type(provider.logo.mediaType)
      .send(Buffer.from(provider.logo.base64, 'base64'));
  });
  routes.post(`${root}/:hub/:id/logo`, async (visit, params) => {
    const scene = await enter(deps, visit, params);
    const logo = await readUploads(visit, formId('logo', scene), async ([file]) =>
      file === undefined || file.tooLarge ? undefined : readLogo(file.bytes),
    );
    if (logo === undefined) {
      return showOne(deps, visit, { ...scene, errors: { logo: providerTexts(visit.locale).logoRefused } });
    }
    const provider = { ...scene.provider, logo };
    await put(deps, { actor: scene.actor, provider, action: 'provider.logo' });
    return visit.goTo(`${hrefOf(scene)}?done=logo`);
  });
}

interface Scene {
  readonly actor: Actor;
  readonly hub: HubId;
  readonly provider: Provider;
}

type FormKind = 'save' | 'status' | 'test' | 'logo';
const formId = (kind: FormKind, { hub, provider }: Pick<Scene, 'hub' | 'provider'>) =>
  `administration.${kind}-provider:${hubSlug(hub)}/${provider.id}`;
const hrefOf = ({ hub, provider }: Pick<Scene, 'hub' | 'provider'>) =>
  `${root}/${hubSlug(hub)}/${provider.id}`;
const newForm = (hub: HubId) => `administration.create-provider:${hubSlug(hub)}`;

async function enter(
  { store, environments }: PortalDeps,
  visit: RequestContext,
  params: PathParams,
): Promise<Scene> {
  const actor = requireStaff(visit, action);
  const hub = requireHub(environments, params.hub);
  const provider = (await store.portal.providers.list(hub)).find(({ id }) => id === params.id);
  if (provider === undefined) throw new GaranceError('general.not_found');
  return { actor, hub, provider };
}

interface Shown {
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

function showNew(visit: RequestContext, hub: HubId, { values, errors }: Shown): FastifyReply {
  const context = { ...visit.context, path: `${root}/${hubSlug(hub)}` };
  const page = (
    <NewProviderPage
      context={context}
      hub={hub}
      csrf={visit.token(newForm(hub))}
      values={values}
      errors={errors}
    />
  );
  return visit.show(page, formStatus(errors));
}

async function create(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const actor = requireStaff(visit, action);
  const hub = requireHub(deps.environments, params.hub);
  const context = contextOf(deps, hub);
  const values = readFields(providerFields(context), visit.form(newForm(hub)));
  const parsed = parseProvider(values, context, visit.locale);
  if (!parsed.ok) return showNew(visit, hub, { values, errors: parsed.errors });
  const errors = await worldErrors(deps, visit, parsed.provider);
  if (errors !== undefined) return showNew(visit, hub, { values, errors });
  const isNew = await deps.store.portal
    .transaction(async (tables) => {
      // Every act locks the head of the audit log: two operators who add the same id are serialised.
      await record(tables, deps, actOf(actor, parsed.provider, 'provider.create'));
      const taken = (await tables.providers.list(hub)).some(({ id }) => id === parsed.provider.id);
      if (taken) throw new Taken();
      await tables.providers.put(parsed.provider);
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof Taken) return false;
      throw error;
    });
  if (!isNew)
    return showNew(visit, hub, { values, errors: { id: providerTexts(visit.locale).errors.taken } });
  return visit.goTo(`${hrefOf({ hub, provider: parsed.provider })}?done=created`);
}

/** Rolls the transaction back, with the audit entry. */
class Taken extends Error {}

async function save(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scene = await enter(deps, visit, params);
  const { hub, provider: existing } = scene;
  const context = contextOf(deps, hub, existing);
  const values = readFields(providerFields(context), visit.form(formId('save', scene)));
  const parsed = parseProvider(values, context, visit.locale);
  if (!parsed.ok) return showOne(deps, visit, { ...scene, values, errors: parsed.errors });
  const errors = await worldErrors(deps, visit, parsed.provider);
  if (errors !== undefined) return showOne(deps, visit, { ...scene, values, errors });
  await put(deps, { actor: scene.actor, provider: parsed.provider, action: 'provider.change' });
  return visit.goTo(`${hrefOf(scene)}?done=saved`);
}

async function setStatus(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scene = await enter(deps, visit, params);
  const requestedStatus = visit.form(formId('status', scene)).text('status');
  const status = (['active', 'maintenance', 'disabled'] as const).find((value) => value === requestedStatus);
  if (status === undefined) throw new GaranceError('general.bad_request');
  await deps.store.portal.transaction(async (tables) => {
    await tables.providers.setStatus(scene.hub, scene.provider.id, status);
    const act = actOf(scene.actor, scene.provider, 'provider.status');
    await record(tables, deps, {
      ...act,
      detail: { ...act.detail, from: scene.provider.status, to: status },
    });
  });
  return visit.goTo(`${hrefOf(scene)}?done=${status}`);
}

const contextOf = ({ outbound }: PortalDeps, hub: HubId, existing?: Provider): ProviderContext => ({
  hub,
  existing,
  allowHttp: outbound.policy.allowHttp,
});

/** Runs before the transaction: fetches the provider's addresses as the hub would. */
async function worldErrors(
  deps: PortalDeps,
  visit: RequestContext,
  provider: Provider,
): Promise<FieldErrors | undefined> {
  const checks = await test(deps, provider);
  const byHand = provider.source.kind === 'endpoints';
  // A provider with typed addresses may not be running yet: an unreachable one is accepted, a forbidden one is not.
  if (byHand ? !checks.some(isForbidden) : isKnownProvider(checks)) return undefined;
  const texts = providerTexts(visit.locale);
  const failed = checks.find(({ ok }) => !ok);
  const why = failed === undefined ? '' : [texts.checks[failed.code], failed.why ?? texts.failed].join(' : ');
  return { [byHand ? 'jwks_url' : 'discovery_url']: texts.errors.unreachable(why) };
}

const isForbidden = ({ ok, why }: ProviderCheck) => !ok && why?.startsWith('blocked-') === true;

async function test({ outbound }: PortalDeps, { source, idTokenSigningAlg }: Provider) {
  return source.kind === 'discovery'
    ? checkProvider(outbound, source.url, idTokenSigningAlg)
    : checkEndpoints(outbound, source);
}

interface ProviderAct {
  readonly actor: Actor;
  readonly provider: Provider;
  readonly action: string;
}

function put(deps: PortalDeps, { actor, provider, action: what }: ProviderAct): Promise<void> {
  return deps.store.portal.transaction(async (tables) => {
    await tables.providers.put(provider);
    await record(tables, deps, actOf(actor, provider, what));
  });
}

const actOf = (actor: Actor, { id, platform, environment }: Provider, what: string) => ({
  actor,
  action: what,
  object: 'provider',
  objectId: `${platform}/${environment}/${id}`,
  detail: { platform, environment },
});

const shownRefusals = 20;

interface ShownOne extends Scene {
  readonly values?: FormValues;
  readonly errors?: FieldErrors;
  readonly checks?: readonly ProviderCheck[];
}

async function showOne(deps: PortalDeps, visit: RequestContext, shown: ShownOne): Promise<FastifyReply> {
  const { hub, provider, errors = {}, checks } = shown;
  const { values = valuesOf(contextOf(deps, hub, provider)) } = shown;
  const doneParam = queryText(visit, 'done');
  const refusals = await deps.store.portal.providerRefusals.list(hub, provider.id, shownRefusals);
  const page = (
    <ProviderPage
      context={{ ...visit.context, path: hrefOf(shown) }}
      hub={hub}
      provider={provider}
      callback={`${deps.issuerOf(hub)}/oidc-callback/${provider.id}`}
      csrf={visit.token(formId('save', shown))}
      statusCsrf={visit.token(formId('status', shown))}
      testCsrf={visit.token(formId('test', shown))}
      logoCsrf={visit.token(formId('logo', shown))}
      values={values}
      errors={errors}
      checks={checks}
      refusals={refusals}
      done={providerDones.find((value) => value === doneParam)}
    />
  );
  return visit.show(page, formStatus(errors));
}
