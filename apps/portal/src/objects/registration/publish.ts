/**
 * Publishes a version on the hub: one transaction supersedes the current version, publishes the other, and writes it
 * where the hub reads it. The live checks ran before, outside of the transaction.
 */
import { coveredScopes, GaranceError, type HubId, narrowScopes } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Habilitation } from '../habilitation/table.ts';
import { type AuthorizationContext, systemAuthorization } from '../lifecycle/check-transition.ts';
import type { Facts } from '../lifecycle/lifecycle.ts';
import { transition } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import type { FieldRules } from './fields.ts';
import { accessLifecycle, registrationLifecycle } from './lifecycle.ts';
import { parseForm, type RegistrationContent, type RegistrationProblem } from './parse-form.ts';
import { allocateSector, registrationOf } from './registration-of.ts';
import { publishedOf } from './registrations.ts';
import type { ClientRegistration } from './tables/client-registrations.ts';
import type { RegistrationDraft } from './tables/registration-drafts.ts';

export interface PublishOrder {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly accessId: string;
  readonly draftId: string;
  /** Version that was read: a draft saved since then is refused. */
  readonly expectedVersion: number;
  /** Person id. */
  readonly actor: string;
  readonly authorization: AuthorizationContext;
}

/**
 * Publishes a draft, or an earlier version again. Call it inside a transaction.
 * @returns the version number on the hub
 * @throws GaranceError as `transition`
 */
export async function publishVersion(tables: PortalTables, order: PublishOrder): Promise<number> {
  const { deps, accessId, draftId, expectedVersion, actor, authorization } = order;
  const access = await tables.clientRegistrations.lock(accessId);
  if (access === undefined) throw new GaranceError('general.not_found');
  let hubVersion = 0;
  await transition(tables, deps.clock, {
    lifecycle: registrationLifecycle,
    table: tables.registrationDrafts,
    id: draftId,
    event: 'publish',
    expectedVersion,
    actor,
    authorization,
    prepare: async (draft) => {
      if (draft.accessId !== accessId) throw new GaranceError('general.not_found');
      const habilitation = await tables.habilitations.inForce(access.serviceId, access.platform);
      const parsed = parseForm(draft.form, await rulesFor(tables, deps, { hub: access, habilitation }));
      return {
        facts: await publicationFacts(tables, { access, draft, habilitation, parsed }),
        effects: {
          'supersede-current': (within) => supersedeCurrent(within, deps, access),
          'publish-to-hub': async (within) => {
            if (!parsed.ok || habilitation === undefined) throw new GaranceError('portal.not_now');
            hubVersion = await putOnHub(within, deps, { access, habilitation, content: parsed.content });
            await within.registrationDrafts.notePublished(draft.id, hubVersion, deps.clock.now());
          },
        },
      };
    },
  });
  return hubVersion;
}

interface Publication {
  readonly access: ClientRegistration;
  readonly draft: RegistrationDraft;
  readonly habilitation: Habilitation | undefined;
  readonly parsed: ReturnType<typeof parseForm>;
}

async function publicationFacts(
  tables: PortalTables,
  { access, draft, habilitation, parsed }: Publication,
): Promise<Facts<typeof registrationLifecycle, 'publish'>> {
  const problems = parsed.ok ? [] : parsed.problems;
  const isBeyond = ({ code }: RegistrationProblem) => code === 'scope-not-habilitated';
  const organisationId = (await tables.services.find(access.serviceId))?.organisationId;
  return {
    'organisation-proven':
      organisationId !== undefined && (await tables.organisations.isProven(organisationId)),
    'access-not-revoked': !accessLifecycle.states[access.state].final,
    'habilitation-in-force': habilitation !== undefined,
    'within-habilitation': !problems.some(isBeyond),
    'fields-valid': isComplete(draft) && problems.every(isBeyond),
  };
}

/**
 * Requires live checks since the last save, without a failure. A formerly published version is accepted without them:
 * restoring one is for emergencies.
 */
function isComplete(draft: RegistrationDraft): boolean {
  if (!registrationLifecycle.states[draft.state].checked) return true;
  return draft.checkedAtMs !== undefined && !draft.checks.some(({ outcome }) => outcome === 'failed');
}

async function supersedeCurrent(
  tables: PortalTables,
  { clock }: Pick<PortalDeps, 'clock'>,
  { id }: ClientRegistration,
): Promise<void> {
  const current = await tables.registrationDrafts.publishedOf(id);
  if (current === undefined) return;
  await transition(tables, clock, {
    lifecycle: registrationLifecycle,
    table: tables.registrationDrafts,
    id: current.id,
    event: 'supersede',
    actor: 'system',
    authorization: systemAuthorization,
    prepare: () => ({ facts: {}, effects: {} }),
  });
}

interface HubContent {
  readonly access: ClientRegistration;
  readonly habilitation: Habilitation;
  readonly content: RegistrationContent;
}

/** Writes the registration that the hub reads, with the currently valid secrets. @returns the hub's version */
export async function putOnHub(
  tables: PortalTables,
  { clock }: Pick<PortalDeps, 'clock'>,
  { access, habilitation, content }: HubContent,
): Promise<number> {
  const { serviceId, platform } = access;
  const sectorId = await allocateSector(tables, {
    serviceId,
    platform,
    common: habilitation.commonIdentifier,
  });
  const secrets = await tables.clientSecrets.valid(access.id, clock.now());
  // A service may have moved to another organisation since its access was created.
  const organisationId = (await tables.services.find(serviceId))?.organisationId ?? access.organisationId;
  const registration = registrationOf({
    access: { ...access, organisationId },
    habilitation,
    content,
    secrets,
    sectorId,
  });
  return (await tables.registrations.publish(registration)).version;
}

/**
 * Publishes the current version again after its secrets or its habilitation have changed, without the scopes that the
 * habilitation lost. Does nothing when no version is published. Call it inside a transaction that has locked the
 * access.
 */
export async function putAgain(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'clock'>,
  access: ClientRegistration,
): Promise<void> {
  const current = await tables.registrationDrafts.current(access.serviceId, access);
  const habilitation = await tables.habilitations.inForce(access.serviceId, access.platform);
  if (current === undefined || habilitation === undefined) return;
  const { version: _version, ...content } = current;
  const scopes = narrowScopes(access.platform, current.scopes, habilitation.scopes);
  const narrowed = { ...content, scopes, amrAllowed: scopes.includes('amr') };
  const version = await putOnHub(tables, deps, { access, habilitation, content: narrowed });
  const published = await tables.registrationDrafts.publishedOf(access.id);
  if (published !== undefined) {
    await tables.registrationDrafts.notePublished(published.id, version, deps.clock.now());
  }
}

/**
 * Removes scopes that the habilitation no longer covers from the registered clients at once; new scopes wait until the
 * partner publishes. Call it inside the transaction that grants.
 */
export async function narrowTo(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'clock'>,
  { serviceId, platform, scopes }: Pick<Habilitation, 'serviceId' | 'platform' | 'scopes'>,
): Promise<void> {
  for (const { id, ...access } of await tables.clientRegistrations.ofService(serviceId)) {
    const locked = access.platform === platform ? await tables.clientRegistrations.lock(id) : undefined;
    if (locked !== undefined) await putAgain(tables, deps, locked);
  }
  // Clients registered otherwise than by the integration stage (seeded, imported) have no access.
  for (const { version: _version, ...registration } of await publishedOf(tables, { serviceId, platform })) {
    const kept = narrowScopes(platform, registration.scopes, scopes);
    if (kept === registration.scopes) continue;
    await tables.registrations.publish({ ...registration, scopes: kept, amrAllowed: kept.includes('amr') });
  }
}

interface RulesOf {
  readonly hub: HubId;
  readonly habilitation: Pick<Habilitation, 'scopes'> | undefined;
}

/** Current inputs of the form's validation. */
export async function rulesFor(
  tables: Pick<PortalTables, 'providers'>,
  { config }: Pick<PortalDeps, 'config'>,
  { hub, habilitation }: RulesOf,
): Promise<FieldRules> {
  const { platform, environment } = hub;
  const providers = await tables.providers.list({ platform, environment });
  return {
    platform,
    environment,
    relaxedAddresses: config.relaxedAddresses,
    ...(config.outboundPorts !== undefined && { fetchPorts: config.outboundPorts }),
    habilitatedScopes: coveredScopes(platform, habilitation?.scopes ?? []),
    providers,
  };
}
