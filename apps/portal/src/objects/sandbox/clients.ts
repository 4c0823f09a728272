/**
 * Sandbox clients and their registrations: create, change, renew the secret, remove. Each change reaches the
 * integration hub in the same transaction. Call each of these functions inside one.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { GaranceError, type Platform, type Registration } from '@garance/core';
import { hashClientSecret } from '@garance/oidc';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import type { RegistrationContent } from '../registration/parse-form.ts';
import type { RegistrationFormValues } from '../registration/tables/registration-drafts.ts';
import { sandboxLimits } from './rules.ts';
import type { SandboxClient, SandboxHolder } from './table.ts';

interface Order {
  readonly deps: Pick<PortalDeps, 'clock'>;
  /** Person id, or `system`. */
  readonly actor: string;
}

export interface Made {
  readonly client: SandboxClient;
  /** In clear, for the one page that shows it. Absent when the client signs, or has a secret already. */
  readonly secret?: string;
}

export interface ClientInput extends Order {
  readonly holder: SandboxHolder;
  readonly platform: Platform;
  readonly form: RegistrationFormValues;
  /** The parsed form. */
  readonly content: RegistrationContent;
}

/** @throws GaranceError `integration.too_many_sandbox_clients` */
export async function createSandboxClient(tables: PortalTables, input: ClientInput): Promise<Made> {
  const { deps, actor, holder, platform, form, content } = input;
  const secret = needsSecret(content) ? newSecret() : undefined;
  const id = randomUUID();
  const created = await tables.sandboxClients.create(
    {
      id,
      holder,
      platform,
      clientId: randomUUID(),
      sectorId: randomUUID(),
      form,
      ...(secret !== undefined && { secretSha256: hashClientSecret(secret) }),
      createdBy: actor,
      createdAtMs: deps.clock.now(),
    },
    sandboxLimits[holder.kind],
  );
  if (!created) throw new GaranceError('integration.too_many_sandbox_clients');
  const client = await lockClient(tables, id);
  await tables.registrations.publish(registrationOf(client, content, 'active'));
  await record(tables, { deps, actor, client, action: 'create' });
  return { client, ...(secret !== undefined && { secret }) };
}

export interface Change extends Order {
  readonly id: string;
  /** As the form was shown. */
  readonly expectedVersion: number;
  readonly form: RegistrationFormValues;
  readonly content: RegistrationContent;
}

/** `ok: false`: it was changed since the form was shown, to `version`; nothing was written. */
export type Changed = ({ readonly ok: true } & Made) | { readonly ok: false; readonly version: number };

/** @throws GaranceError `general.not_found` */
export async function changeSandboxClient(tables: PortalTables, change: Change): Promise<Changed> {
  const { deps, actor, id, expectedVersion, form, content } = change;
  const locked = await lockClient(tables, id);
  const atMs = deps.clock.now();
  if (!(await tables.sandboxClients.save({ id, expectedVersion, form, atMs }))) {
    return { ok: false, version: locked.version };
  }
  const secret = needsSecret(content) && locked.secretSha256 === undefined ? newSecret() : undefined;
  if (secret !== undefined) await tables.sandboxClients.setSecret(id, hashClientSecret(secret), atMs);
  const client = await lockClient(tables, id);
  // A client that the operator has suspended stays so after changes by its holder.
  const status = (await tables.registrationSearch.find(id))?.status ?? 'active';
  await tables.registrations.publish(registrationOf(client, content, status));
  await record(tables, { deps, actor, client, action: 'change' });
  return { ok: true, client, ...(secret !== undefined && { secret }) };
}

/**
 * Replaces the secret; the former one ends at once.
 * @throws GaranceError `general.not_found`; `portal.not_now` for a client that signs
 */
export async function renewSandboxSecret(
  tables: PortalTables,
  { deps, actor, id }: Order & { readonly id: string },
): Promise<{ readonly client: SandboxClient; readonly secret: string }> {
  const client = await lockClient(tables, id);
  const [latest] = await tables.registrations.history(id);
  if (latest === undefined || !needsSecret(latest.registration)) throw new GaranceError('portal.not_now');
  const secret = newSecret();
  const sha256 = hashClientSecret(secret);
  await tables.sandboxClients.setSecret(id, sha256, deps.clock.now());
  const { version: _version, ...registration } = latest.registration;
  await tables.registrations.publish({
    ...registration,
    auth: { ...registration.auth, secretHashes: [{ sha256 }] },
  });
  await record(tables, { deps, actor, client, action: 'secret' });
  return { client, secret };
}

/** Deletes the client on the hub too, for good, and revokes its tokens. @throws GaranceError `general.not_found` */
export async function removeSandboxClient(
  tables: PortalTables,
  { deps, actor, id }: Order & { readonly id: string },
): Promise<void> {
  const client = await lockClient(tables, id);
  await tables.sandboxClients.remove(id);
  await tables.registrations.withdraw(id);
  await record(tables, { deps, actor, client, action: 'remove' });
}

/**
 * Removes all clients of a holder: an organisation that is no longer proven, an account that is blocked or erased.
 * @returns how many there were
 */
export async function removeSandboxClientsOf(
  tables: PortalTables,
  { deps, actor, holder }: Order & { readonly holder: SandboxHolder },
): Promise<number> {
  const clients = await tables.sandboxClients.ofHolder(holder);
  for (const { id } of clients) await removeSandboxClient(tables, { deps, actor, id });
  return clients.length;
}

/** Builds the registration for the hub: kind `sandbox`, with a sector and a service id of its own. */
function registrationOf(
  { id, holder, platform, clientId, sectorId, secretSha256: sha256 }: SandboxClient,
  content: RegistrationContent,
  status: Registration['status'],
): Omit<Registration, 'version'> {
  const secretHashes = needsSecret(content) && sha256 !== undefined ? [{ sha256 }] : [];
  return {
    ...content,
    id,
    serviceId: id,
    organisationId: holder.kind === 'organisation' ? holder.organisationId : holder.personId,
    platform,
    environment: 'integration',
    kind: 'sandbox',
    clientId,
    status,
    type: 'public',
    auth: { ...content.auth, secretHashes },
    sector: { algorithm: 'g1', id: sectorId },
  };
}

function needsSecret({ auth }: Pick<RegistrationContent, 'auth'>): boolean {
  return auth.method !== 'private_key_jwt';
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

async function lockClient(tables: PortalTables, id: string): Promise<SandboxClient> {
  const client = await tables.sandboxClients.lock(id);
  if (client === undefined) throw new GaranceError('general.not_found');
  return client;
}

interface Recorded extends Order {
  readonly client: SandboxClient;
  readonly action: 'create' | 'change' | 'secret' | 'remove';
}

function record(tables: PortalTables, { deps, actor, client, action }: Recorded): Promise<void> {
  const { id, holder, platform, clientId } = client;
  return tables.audit.append({
    atMs: deps.clock.now(),
    actor,
    action: `sandbox.${action}`,
    object: 'sandbox-client',
    objectId: id,
    detail: { holder: holder.kind, platform, client: clientId },
  });
}
