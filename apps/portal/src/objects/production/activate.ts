/** Activates production in one transaction: publishes the registration on the production hub and shows the secret once. */
import { GaranceError, type Platform } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { textOf } from '../form/field.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import { type Prepared, transition } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { accessLifecycle } from '../registration/lifecycle.ts';
import { publishVersion } from '../registration/publish.ts';
import { addOwnHash, createSecret, type SecretRefusal } from '../registration/secrets.ts';
import type { ClientRegistration } from '../registration/tables/client-registrations.ts';
import type { RegistrationDraft } from '../registration/tables/registration-drafts.ts';
import type { Service } from '../service/table.ts';
import { productionLifecycle } from './lifecycle.ts';
import { mailProduction } from './mails.ts';
import { readProduction } from './read.ts';
import type { Production } from './table.ts';

type Deps = Pick<PortalDeps, 'store' | 'clock' | 'config'>;

export interface Activation {
  readonly service: Service;
  readonly platform: Platform;
  /** Person id. */
  readonly actor: string;
  readonly authorization: AuthorizationContext;
  /** Of the production and of the registration that were shown. */
  readonly expectedVersion: number;
  readonly draftVersion: number;
  /** SHA-256 of a secret that the partner generated; undefined: a secret is generated here and shown once. */
  readonly ownHash?: string | undefined;
}

export interface Delivered {
  readonly clientId: string;
  /** Clear text of the secret, for the page that shows it once. Absent when the partner brings a secret or a key. */
  readonly secret?: string;
  /** How the client authenticates. */
  readonly by: 'secret' | 'own-hash' | 'key';
}

/** A refusal of the secret or its hash: nothing was written. */
export type Delivery =
  | { readonly ok: true; readonly delivered: Delivered }
  | { readonly ok: false; readonly error: SecretRefusal };

/**
 * @throws GaranceError `qualification.production_delivered` when it was activated before, and those of `transition`
 */
export function activateProduction(deps: Deps, activation: Activation): Promise<Delivery> {
  const { service, platform, actor, authorization, expectedVersion, ownHash } = activation;
  return deps.store.portal.transaction(async (tables) => {
    const found = await tables.productions.findFor(service.id, platform);
    const production = found && (await tables.productions.lock(found.id));
    if (production === undefined) throw new GaranceError('portal.not_now');
    // The secret is shown once: a reload of the page does not get it again.
    if (production.activatedAtMs !== undefined) throw new GaranceError('qualification.production_delivered');
    // Checked before the transition, because the delivery is one of its effects and effects cannot refuse.
    if (ownHash !== undefined && (await tables.clientSecrets.isUsed(ownHash))) {
      return { ok: false, error: 'integration.hash_used' };
    }
    const delivery: { done?: Delivered } = {};
    await transition(tables, deps.clock, {
      lifecycle: productionLifecycle,
      table: tables.productions,
      id: production.id,
      event: 'activate',
      expectedVersion,
      actor,
      authorization,
      prepare: () => prepareActivation(tables, deps, { ...activation, production, delivery }),
    });
    if (delivery.done === undefined) throw new Error('an activation delivers');
    return { ok: true, delivered: delivery.done };
  });
}

interface Activating extends Activation {
  readonly production: Production;
  /** Filled in by the effect `deliver-secret-once`. */
  readonly delivery: { done?: Delivered };
}

async function prepareActivation(
  tables: PortalTables,
  deps: Deps,
  { service, platform, actor, authorization, draftVersion, ownHash, production, delivery }: Activating,
): Promise<Prepared<typeof productionLifecycle, 'activate'>> {
  const { access, draft, facts } = await readProduction(tables, deps, { service, platform });
  if (access === undefined || draft === undefined) {
    throw new GaranceError('portal.condition_missing', { detail: 'fields-valid' });
  }
  const { id } = production;
  const nowMs = deps.clock.now();
  return {
    facts,
    effects: {
      'deliver-secret-once': async (within) => {
        const outcome = await deliver(within, deps, { access, draft, actor, overlapDays: 0, ownHash });
        // The same hash was registered by a concurrent request: the activation is rolled back.
        if (!outcome.ok) throw new GaranceError(outcome.error);
        delivery.done = outcome.delivered;
        const receipt = delivery.done.secret === undefined ? {} : { deliveredTo: actor };
        await within.productions.noteActivated(id, { atMs: nowMs, ...receipt });
      },
      'publish-to-hub': async (within) => {
        const order = { deps, accessId: access.id, draftId: draft.id, actor, authorization };
        await publishVersion(within, { ...order, expectedVersion: draftVersion });
      },
      'mail-partner': (within) =>
        mailProduction(within, { deps, service, platform, id, about: 'activate', nowMs }),
    },
  };
}

interface DeliveryOrder {
  readonly access: ClientRegistration;
  readonly draft: Pick<RegistrationDraft, 'form'>;
  readonly actor: string;
  readonly overlapDays: number;
  readonly ownHash: string | undefined;
}

/**
 * Generates the secret, or takes the partner's own hash, and records the delivery: person, time, client; never the
 * secret or its hash.
 */
async function deliver(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'clock'>,
  { access, draft, actor, overlapDays, ownHash }: DeliveryOrder,
): Promise<Delivery> {
  const { id: accessId, clientId } = access;
  if (textOf(draft.form, 'authMethod') === 'private_key_jwt') {
    return { ok: true, delivered: { clientId, by: 'key' } };
  }
  const atMs = deps.clock.now();
  const label = new Date(atMs).toISOString().slice(0, 10);
  const input = { deps, accessId, actor, label, overlapDays };
  const added =
    ownHash === undefined ? await createSecret(tables, input) : await addOwnHash(tables, input, ownHash);
  if (!added.ok) return added;
  const { secret } = added;
  const delivered: Delivered =
    secret === undefined ? { clientId, by: 'own-hash' } : { clientId, secret, by: 'secret' };
  await tables.audit.append({
    atMs,
    actor,
    action: delivered.by === 'secret' ? 'production.secret_delivered' : 'production.hash_registered',
    object: 'access',
    objectId: accessId,
    detail: { client: clientId },
  });
  return { ok: true, delivered };
}

export interface Renewal {
  readonly service: Service;
  readonly platform: Platform;
  readonly actor: string;
  /** Days that the secret in use stays valid. */
  readonly overlapDays: number;
  /** SHA-256 of a secret that the partner generated. */
  readonly ownHash: string | undefined;
}

/**
 * Adds a production secret beside the old one; it is shown once, or only its hash is given.
 * @throws GaranceError `portal.not_now` unless production is active
 */
export function renewProductionSecret(deps: Deps, renewal: Renewal): Promise<Delivery> {
  const { service, platform, actor, overlapDays, ownHash } = renewal;
  return deps.store.portal.transaction(async (tables) => {
    const { production, access, form, registration } = await readProduction(tables, deps, {
      service,
      platform,
    });
    const hasSecret = registration?.auth.method !== 'private_key_jwt';
    const isLive = production !== undefined && productionLifecycle.states[production.state].live;
    const signsIn = access !== undefined && accessLifecycle.states[access.state].signsIn;
    if (!isLive || !signsIn || registration === undefined || !hasSecret) {
      throw new GaranceError('portal.not_now', { detail: production?.state ?? '' });
    }
    const delivery = await deliver(tables, deps, { access, draft: { form }, actor, overlapDays, ownHash });
    if (!delivery.ok) return delivery;
    const nowMs = deps.clock.now();
    await mailProduction(tables, { deps, service, platform, id: production.id, about: 'secret', nowMs });
    return delivery;
  });
}
