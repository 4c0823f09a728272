import { randomUUID } from 'node:crypto';
import type { Platform, Registration } from '@garance/core';
import type { Habilitation } from '../habilitation/table.ts';
import type { PortalTables } from '../portal-store.ts';
import { accessLifecycle } from './lifecycle.ts';
import type { RegistrationContent } from './parse-form.ts';
import type { ClientRegistration } from './tables/client-registrations.ts';
import type { ClientSecret } from './tables/client-secrets.ts';

/**
 * Sectors are allocated here and never entered by users: a service that chose its own could obtain the subject
 * identifiers of another one (security.md 22). One per service and platform, for both environments; the same on both
 * platforms when the habilitation says so. It never changes, since every citizen's identifier depends on it.
 */
export async function allocateSector(
  tables: Pick<PortalTables, 'sectors'>,
  {
    serviceId,
    platform,
    common,
  }: { readonly serviceId: string; readonly platform: Platform; readonly common: boolean },
): Promise<string> {
  const { sectors } = tables;
  const existing = await sectors.find(serviceId, platform);
  if (existing !== undefined) return existing;
  const sister = common
    ? await sectors.find(serviceId, platform === 'plus' ? 'standard' : 'plus')
    : undefined;
  return sectors.allocate(serviceId, platform, sister ?? randomUUID());
}

interface Ingredients {
  readonly access: ClientRegistration;
  readonly content: RegistrationContent;
  readonly habilitation: Habilitation;
  /** The valid secrets, newest first. */
  readonly secrets: readonly ClientSecret[];
  readonly sectorId: string;
}

/** Builds the registration document for the hub. Pure. */
export function registrationOf(ingredients: Ingredients): Omit<Registration, 'version'> {
  const { access, content, habilitation, secrets, sectorId } = ingredients;
  const secretHashes = secrets.map(({ sha256, expiresAtMs }) => ({
    sha256,
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  }));
  return {
    ...content,
    id: access.id,
    serviceId: access.serviceId,
    organisationId: access.organisationId,
    platform: access.platform,
    environment: access.environment,
    clientId: access.clientId,
    status: accessLifecycle.states[access.state].signsIn ? 'active' : 'suspended',
    type: habilitation.type,
    auth: {
      ...content.auth,
      // A client that signs cannot authenticate otherwise: former secrets are left out.
      secretHashes: content.auth.method === 'private_key_jwt' ? [] : secretHashes,
    },
    sector: { algorithm: 'g1', id: sectorId },
  };
}
