/**
 * How a version reaches the hub: one transaction supersedes the current version, publishes the other, and writes it
 * where the hub reads it. The world was looked at before, outside of it.
 */
import { coveredScopes, GaranceError, narrowScopes } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Standing } from '../lifecycle/interpreter.ts';
import { perform } from '../lifecycle/perform.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Habilitation } from '../request/tables/habilitations.ts';
import type { FieldRules } from './fields.ts';
import { registrationLifecycle } from './lifecycle.ts';
import { parseForm, type RegistrationContent } from './parse-form.ts';
import { allocateSector, registrationOf } from './registration-of.ts';
import { systemStanding } from './registrations.ts';
import type { Access } from './tables/accesses.ts';
import type { RegistrationDraft } from './tables/registration-drafts.ts';

export interface PublishOrder {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly accessId: string;
  readonly draftId: string;
  /** As it was read; somebody else's save meanwhile refuses. */
  readonly expectedVersion: number;
  /** Person id. */
  readonly actor: string;
  readonly standing: Standing;
}

/**
 * Publishes a draft, or an earlier version again. Call it inside a transaction.
 * @returns the version under which the hub knows it
 * @throws GaranceError as `perform`; `general.not_found`
 */
export async function publishVersion(tables: PortalTables, order: PublishOrder): Promise<number> {
  const { deps, accessId, draftId, expectedVersion, actor, standing } = order;
  const access = await tables.accesses.lock(accessId);
  const draft = await tables.registrationDrafts.find(draftId);
  if (access === undefined || draft?.accessId !== accessId) throw new GaranceError('general.not_found');
  const habilitation = await tables.habilitations.inForce(access.serviceId, access.platform);
  const parsed = parseForm(draft.form, await rulesFor(tables, deps, access, habilitation));
  const problems = parsed.ok ? [] : parsed.problems;
  const [beyond, wrong] = split(problems, ({ code }) => code === 'scope-not-habilitated');
  const organisationId = (await tables.services.find(access.serviceId))?.organisationId;
  const isProven = organisationId !== undefined && (await tables.organisations.isProven(organisationId));
  const facts = new Set([
    ...(isProven ? ['organisation-proven'] : []),
    ...(access.state === 'revoked' ? [] : ['access-not-revoked']),
    ...(habilitation === undefined ? [] : ['habilitation-in-force']),
    ...(beyond.length > 0 ? [] : ['within-habilitation']),
    ...(isComplete(draft) && wrong.length === 0 ? ['fields-valid'] : []),
  ]);
  let hubVersion = 0;
  await perform(tables, deps.clock, {
    lifecycle: registrationLifecycle,
    objectId: draft.id,
    event: 'publish',
    state: draft.state,
    standing,
    actor,
    facts,
    setState: async (within, to) => {
      // The database allows one published at a time, so the other steps down first.
      await supersedeCurrent(within, deps, access);
      return within.registrationDrafts.setState({
        id: draft.id,
        from: draft.state,
        to: to as RegistrationDraft['state'],
        expectedVersion,
      });
    },
    effects: {
      'supersede-current': async () => {},
      'publish-to-hub': async (within) => {
        if (!parsed.ok || habilitation === undefined) throw new GaranceError('portal.not_now');
        const { content } = parsed;
        hubVersion = await putOnHub(within, deps, { access, habilitation, content });
        await within.registrationDrafts.notePublished(draft.id, hubVersion, deps.clock.now());
      },
    },
  });
  return hubVersion;
}

function split<T>(all: readonly T[], fits: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}

/** Looked at since it was last saved, and nothing failed. A version published before was good once: going back is for emergencies. */
function isComplete(draft: RegistrationDraft): boolean {
  if (draft.state !== 'draft') return true;
  return draft.checkedAtMs !== undefined && !draft.checks.some(({ outcome }) => outcome === 'failed');
}

async function supersedeCurrent(
  tables: PortalTables,
  { clock }: Pick<PortalDeps, 'clock'>,
  { id }: Access,
): Promise<void> {
  const current = await tables.registrationDrafts.publishedOf(id);
  if (current === undefined) return;
  await perform(tables, clock, {
    lifecycle: registrationLifecycle,
    objectId: current.id,
    event: 'supersede',
    state: current.state,
    standing: systemStanding,
    actor: 'system',
    facts: new Set(),
    setState: (within, to) =>
      within.registrationDrafts.setState({
        id: current.id,
        from: current.state,
        to: to as RegistrationDraft['state'],
      }),
    effects: {},
  });
}

interface HubContent {
  readonly access: Access;
  readonly habilitation: Habilitation;
  readonly content: RegistrationContent;
}

/** Writes what the hub reads, with the secrets that are valid now. @returns the hub's version */
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
  // A service may have moved to another organisation since its access was made.
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
 * The published version once more, after its secrets or its habilitation have changed. Scopes that the habilitation no
 * longer has are left out. Nothing happens where nothing is published. Call it inside a transaction, holding the access.
 */
export async function putAgain(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'clock'>,
  access: Access,
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

/** What a newly validated (or narrowed) habilitation changes for registrations already published. Call it inside the transaction that grants. */
export async function applyHabilitation(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'clock'>,
  { serviceId, platform }: Pick<Habilitation, 'serviceId' | 'platform'>,
): Promise<void> {
  for (const { id } of await tables.accesses.ofService(serviceId)) {
    const access = await tables.accesses.lock(id);
    if (access?.platform === platform) await putAgain(tables, deps, access);
  }
}

/** What the form is judged by at this moment. */
export async function rulesFor(
  tables: Pick<PortalTables, 'providers'>,
  { config }: Pick<PortalDeps, 'config'>,
  access: Pick<Access, 'platform' | 'environment'>,
  habilitation: Pick<Habilitation, 'scopes'> | undefined,
): Promise<FieldRules> {
  const { platform, environment } = access;
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
