import type { HabilitationRequest, PortalTables } from '@garance/store';
import type { PortalDeps } from '../../kit/deps.ts';
import { ensureApplicant, ensureOrganisation } from './create-from-event.ts';
import { decideAsDatapass } from './decide-as-datapass.ts';
import type { KnownEvent } from './known-event.ts';
import { afterEvent } from './life.ts';
import type { DatapassPayload } from './payload.ts';

interface Followed {
  readonly request: HabilitationRequest;
  /** Newest event known before, and now. */
  readonly before: KnownEvent | undefined;
  readonly now: KnownEvent | undefined;
}

/**
 * Hands the request over when the newest event names another applicant or another organisation than the one before. The
 * service moves with it and keeps its sector: its citizens' identifiers stay the same.
 * @returns whether it changed hands
 */
export async function followApplicant(
  tables: PortalTables,
  deps: PortalDeps,
  { request, before, now }: Followed,
): Promise<boolean> {
  if (before === undefined || now === undefined) return false;
  if (holderOf(before.payload) === holderOf(now.payload)) return false;
  if (afterEvent(request.state, 'transfer') === undefined) return false;
  const organisation = await ensureOrganisation(tables, now.payload);
  const applicant = await ensureApplicant(tables, organisation, now.payload);
  if (organisation.id !== request.organisationId) await moveService(tables, request, organisation.id);
  if (organisation.id === request.organisationId && applicant.id === request.ownerId) return false;
  await decideAsDatapass(tables, deps, {
    requestId: request.id,
    event: 'transfer',
    newOwnerId: applicant.id,
  });
  return true;
}

function holderOf({ data }: DatapassPayload): string {
  return `${data.organization.siret.replace(/\s/g, '')} ${data.applicant.email.toLowerCase()}`;
}

async function moveService(
  tables: PortalTables,
  { serviceId }: HabilitationRequest,
  organisationId: string,
): Promise<void> {
  await tables.services.move(serviceId, organisationId);
  for (const platform of ['standard', 'plus'] as const) {
    for (const environment of ['integration', 'production'] as const) {
      const published = await tables.registrations.listPublished({ platform, environment });
      for (const { version: _version, ...registration } of published) {
        if (registration.serviceId === serviceId)
          await tables.registrations.publish({ ...registration, organisationId });
      }
    }
  }
}
