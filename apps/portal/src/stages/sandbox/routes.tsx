/**
 * The sandbox: clients of the integration hubs for trials, independent of any habilitation. Owns them from the form to
 * their removal; a service's access, its qualification and production are separate.
 */
import { GaranceError, type HubId, type Platform } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import type { Actor } from '../../objects/account/actor.ts';
import { readFields } from '../../objects/form/field.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { mayDo } from '../../objects/lifecycle/rights.ts';
import { knownFields, registrationErrors } from '../../objects/registration/fields.ts';
import { type RegistrationContent, withoutPrivateKeys } from '../../objects/registration/parse-form.ts';
import type { RegistrationFormValues } from '../../objects/registration/tables/registration-drafts.ts';
import { checkWorld } from '../../objects/registration/world/check-world.ts';
import {
  changeSandboxClient,
  createSandboxClient,
  type Made,
  removeSandboxClient,
  renewSandboxSecret,
} from '../../objects/sandbox/clients.ts';
import { findHolders, requireHolder, requireProvenHolder } from '../../objects/sandbox/holders.ts';
import { firstForm, parseSandboxForm, sandboxLimits, sandboxRules } from '../../objects/sandbox/rules.ts';
import type { SandboxHolder } from '../../objects/sandbox/table.ts';
import { isPlatform, platforms } from '../../objects/service/platforms.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import { queryText } from '../../parts/query-text.ts';
import { checkInWords } from '../../parts/registration/check-texts.ts';
import { readTrace } from '../../parts/registration/trace-routes.tsx';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireSandboxClient, type SandboxScope } from '../../parts/scope/sandbox-scope.ts';
import { requireWithinLimits } from '../../parts/session/limits.ts';
import {
  RemoveSandboxPage,
  SandboxClientPage,
  SandboxSecretPage,
  SandboxTracePage,
} from './client-pages.tsx';
import { SandboxFormPage } from './form-page.tsx';
import { type HeldClients, SandboxListPage } from './list-page.tsx';
import { sandboxTexts } from './texts.ts';

const root = '/sandbox';
const createForm = 'sandbox.create:new';
const formId = (verb: 'edit' | 'secret' | 'remove', id: string): string => `sandbox.${verb}:${id}`;
const hubOf = (platform: Platform): HubId => ({ platform, environment: 'integration' });

export function mountSandbox(routes: Routes, deps: PortalDeps): void {
  routes.get(root, (visit) => showList(deps, visit));
  routes.get(`${root}/new`, (visit) => showNew(deps, visit));
  routes.post(root, (visit) => create(deps, visit));
  routes.get(`${root}/:id`, async (visit, { id }) =>
    showClient(deps, visit, await requireSandboxClient(deps, visit, { id, action: 'sandbox.view' })),
  );
  routes.get(`${root}/:id/edit`, async (visit, { id }) => {
    const { client } = await requireSandboxClient(deps, visit, { id, action: 'sandbox.edit' });
    const { form, version } = client;
    return showForm(deps, visit, { client, form, errors: {}, version });
  });
  routes.post(`${root}/:id/edit`, (visit, { id }) => change(deps, visit, id));
  routes.post(`${root}/:id/secret`, (visit, { id }) => renew(deps, visit, id));
  routes.get(`${root}/:id/trace`, async (visit, { id }) => {
    const { client } = await requireSandboxClient(deps, visit, { id, action: 'sandbox.view' });
    const path = `${root}/${client.id}/trace`;
    const trace = await readTrace(deps, visit, { clientId: client.clientId, path });
    return visit.show(<SandboxTracePage client={client} trace={trace} />);
  });
  routes.get(`${root}/:id/remove`, async (visit, { id }) => {
    const { client } = await requireSandboxClient(deps, visit, { id, action: 'sandbox.edit' });
    const csrf = visit.token(formId('remove', client.id));
    return visit.show(<RemoveSandboxPage context={visit.context} client={client} csrf={csrf} />);
  });
  routes.post(`${root}/:id/remove`, async (visit, { id }) => {
    const { actor, client } = await requireSandboxClient(deps, visit, { id, action: 'sandbox.edit' });
    visit.form(formId('remove', client.id));
    const order = { deps, actor: actor.personId, id: client.id };
    await deps.store.portal.transaction((tables) => removeSandboxClient(tables, order));
    return visit.goTo(`${root}?done=removed`);
  });
}

async function showList(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const { proven, unproven, alone } = await findHolders(actor, deps);
  const done = queryText(visit, 'done');
  const organisations: HeldClients[] = [];
  for (const { id, name } of proven) {
    const roles = actor.memberships
      .filter((membership) => membership.organisationId === id)
      .map(({ role }) => role);
    const mayEdit = mayDo('sandbox.edit', roles);
    organisations.push(await heldBy(deps, { kind: 'organisation', organisationId: id }, { name, mayEdit }));
  }
  // An unproven organisation creates no clients; existing ones can still be opened and removed.
  for (const { id, name } of unproven) {
    const held = await heldBy(deps, { kind: 'organisation', organisationId: id }, { name, mayEdit: false });
    if (held.clients.length > 0) organisations.push(held);
  }
  const own = await heldBy(deps, { kind: 'person', personId: actor.personId }, { name: '', mayEdit: alone });
  return visit.show(
    <SandboxListPage
      context={visit.context}
      organisations={organisations}
      done={done === 'removed' ? sandboxTexts(visit.locale).removed : undefined}
      unproven={unproven.map(({ name }) => name)}
      {...((alone || own.clients.length > 0) && { own })}
    />,
  );
}

async function heldBy(
  { store }: PortalDeps,
  holder: SandboxHolder,
  { name, mayEdit }: Pick<HeldClients, 'name' | 'mayEdit'>,
): Promise<HeldClients> {
  const clients = await store.portal.sandboxClients.ofHolder(holder);
  const counted = (platform: Platform) =>
    holder.kind === 'person' ? clients : clients.filter((client) => client.platform === platform);
  const hasRoom = (platform: Platform) => counted(platform).length < sandboxLimits[holder.kind];
  return { holder, name, clients, mayEdit, mayAdd: mayEdit ? platforms.filter(hasRoom) : [] };
}

async function showNew(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const query = visit.request.query as Readonly<Record<string, unknown>>;
  const platform = typeof query.platform === 'string' ? query.platform : undefined;
  if (!isPlatform(platform)) throw new GaranceError('general.not_found');
  const holder = await requireHolder(actor, deps, typeof query.for === 'string' ? query.for : '');
  const form = firstForm(await settingsOf(deps, platform), holder.kind);
  const ofOrganisation = holder.kind === 'organisation' ? `&for=${holder.organisationId}` : '';
  const path = `${root}/new?platform=${platform}${ofOrganisation}`;
  return showForm(deps, visit, { client: { holder, platform }, form, errors: {}, path });
}

async function create(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const sent = visit.form(createForm);
  const platform = sent.text('platform');
  if (!isPlatform(platform)) throw new GaranceError('general.bad_request');
  const holder = await requireHolder(actor, deps, sent.text('for'));
  const form = withoutPrivateKeys(readFields(knownFields, sent));
  const client = { holder, platform };
  const judged = await judge(deps, visit, { actor, client, form });
  if (!judged.ok) return showForm(deps, visit, { client, form, errors: judged.errors });
  const { content } = judged;
  const input = { deps, actor: actor.personId, holder, platform, form, content };
  return showMade(
    deps,
    visit,
    await deps.store.portal.transaction((tables) => createSandboxClient(tables, input)),
  );
}

async function change(
  deps: PortalDeps,
  visit: RequestContext,
  id: string | undefined,
): Promise<FastifyReply> {
  const { actor, client } = await requireSandboxClient(deps, visit, { id, action: 'sandbox.edit' });
  const sent = visit.form(formId('edit', client.id));
  await requireProvenHolder(deps, client.holder);
  const form = withoutPrivateKeys(readFields(knownFields, sent));
  const version = Number(sent.text('version')) || 0;
  const judged = await judge(deps, visit, { actor, client, form });
  if (!judged.ok) return showForm(deps, visit, { client, form, errors: judged.errors, version });
  const { content } = judged;
  const order = { deps, actor: actor.personId, id: client.id, expectedVersion: version, form, content };
  const changed = await deps.store.portal.transaction((tables) => changeSandboxClient(tables, order));
  if (changed.ok) return showMade(deps, visit, changed);
  return showForm(deps, visit, { client, form, errors: {}, version: changed.version, meanwhile: true });
}

async function renew(deps: PortalDeps, visit: RequestContext, id: string | undefined): Promise<FastifyReply> {
  const { actor, client } = await requireSandboxClient(deps, visit, { id, action: 'sandbox.edit' });
  visit.form(formId('secret', client.id));
  await requireProvenHolder(deps, client.holder);
  await requireWithinLimits(deps, visit, { operation: 'sandbox', account: actor.personId });
  const order = { deps, actor: actor.personId, id: client.id };
  return showMade(
    deps,
    visit,
    await deps.store.portal.transaction((tables) => renewSandboxSecret(tables, order)),
  );
}

type Judged =
  | { readonly ok: true; readonly content: RegistrationContent }
  | { readonly ok: false; readonly errors: FieldErrors };

interface Shown {
  readonly holder: SandboxHolder;
  readonly platform: Platform;
  readonly id?: string;
}

/**
 * Validates the form, then runs the live checks, outside of any transaction. Counted against the limit first: each
 * valid form makes the portal fetch its addresses, and every hub reload its registrations.
 */
async function judge(
  deps: PortalDeps,
  visit: RequestContext,
  {
    actor,
    client,
    form,
  }: { readonly actor: Actor; readonly client: Shown; readonly form: RegistrationFormValues },
): Promise<Judged> {
  await requireWithinLimits(deps, visit, { operation: 'sandbox', account: actor.personId });
  const { holder, platform } = client;
  const parsed = parseSandboxForm(form, await settingsOf(deps, platform), holder.kind);
  if (!parsed.ok) return { ok: false, errors: registrationErrors(visit.locale, parsed.problems) };
  const { checks } = await checkWorld(deps, parsed.content);
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return parsed;
  const errors: Record<string, string> = {};
  for (const check of failed) errors[check.field] ??= checkInWords(visit.locale, check).remedy ?? '';
  return { ok: false, errors };
}

async function settingsOf({ store, config }: PortalDeps, platform: Platform) {
  const providers = await store.portal.providers.list(hubOf(platform));
  const { relaxedAddresses } = config;
  return { platform, relaxedAddresses, providers };
}

interface ShownForm {
  readonly client: Shown;
  readonly form: RegistrationFormValues;
  readonly errors: FieldErrors;
  /** Of an existing client. */
  readonly version?: number;
  readonly meanwhile?: boolean;
  /** Of this page, with its query. */
  readonly path?: string;
}

async function showForm(deps: PortalDeps, visit: RequestContext, shown: ShownForm): Promise<FastifyReply> {
  const { client, form, errors, version, meanwhile = false, path } = shown;
  const { holder, platform, id } = client;
  const page = (
    <SandboxFormPage
      context={{ ...visit.context, ...(path !== undefined && { path }) }}
      platform={platform}
      holder={holder}
      form={form}
      errors={errors}
      rules={sandboxRules(await settingsOf(deps, platform), holder.kind)}
      csrf={visit.token(id === undefined ? createForm : formId('edit', id))}
      changedMeanwhile={meanwhile}
      {...(id !== undefined && { existing: { href: `${root}/${id}`, version: version ?? 0 } })}
    />
  );
  return visit.show(page, meanwhile ? 409 : formStatus(errors));
}

/** Shows the page with the secret when there is a new one; else redirects to the client's page. */
function showMade(deps: PortalDeps, visit: RequestContext, { client, secret }: Made): FastifyReply {
  if (secret === undefined) return visit.goTo(`${root}/${client.id}`);
  const issuer = deps.issuerOf(hubOf(client.platform));
  return visit.show(
    <SandboxSecretPage context={visit.context} client={client} issuer={issuer} secret={secret} />,
  );
}

async function showClient(
  deps: PortalDeps,
  visit: RequestContext,
  { client, mayEdit }: SandboxScope,
): Promise<FastifyReply> {
  const { config, store, issuerOf } = deps;
  const [latest] = await store.portal.registrations.history(client.id);
  if (latest === undefined) throw new GaranceError('general.not_found');
  return visit.show(
    <SandboxClientPage
      context={visit.context}
      client={client}
      issuer={issuerOf(hubOf(client.platform))}
      registration={latest.registration}
      mayEdit={mayEdit}
      renewCsrf={visit.token(formId('secret', client.id))}
      {...(config.demoHref !== undefined && { demoHref: config.demoHref })}
    />,
  );
}
