import type { PortalDeps } from '../../deps.ts';
import type { Organisation } from '../account/tables/accounts.ts';
import { peopleMails } from '../organisation/people-mails.ts';
import { notifyMembers, reasons } from '../organisation/proof.ts';
import { organisationState } from '../organisation/tables/organisations.ts';
import type { PortalTables } from '../portal-store.ts';
import { endSecrets, suspendService } from '../registration/registrations.ts';
import type { HabilitationRequest } from '../request/tables/requests.ts';
import { ensureHolder } from './create-from-event.ts';
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
  const { organisation, applicant } = await ensureHolder(tables, deps, now.payload);
  if (organisation.id !== request.organisationId)
    await moveService(tables, deps, { request, to: organisation });
  if (organisation.id === request.organisationId && applicant.id === request.ownerId) return false;
  await decideAsDatapass(tables, deps, {
    requestId: request.id,
    event: 'transfer',
    newOwnerId: applicant.id,
  });
  return true;
}

/**
 * Moves a request out of an organisation that only names the SIRET (created before organisations had to be proven) into
 * the one that DataPass proves. A request of a blocked or removed organisation stays there: its approval is refused.
 * @returns whether it changed hands
 */
export async function leaveUnproven(
  tables: PortalTables,
  deps: PortalDeps,
  { request, event }: { readonly request: HabilitationRequest; readonly event: KnownEvent | undefined },
): Promise<boolean> {
  const current = await tables.organisations.find(request.organisationId);
  const isOnlyNamed = current !== undefined && organisationState(current) === 'unproven';
  if (event === undefined || !isOnlyNamed || afterEvent(request.state, 'transfer') === undefined)
    return false;
  const { organisation, applicant } = await ensureHolder(tables, deps, event.payload);
  // The applicant's organisation itself was proven: nothing has to move.
  if (organisation.id === current.id) return false;
  await moveService(tables, deps, { request, to: organisation });
  const transfer = { requestId: request.id, event: 'transfer', newOwnerId: applicant.id } as const;
  await decideAsDatapass(tables, deps, transfer);
  return true;
}

function holderOf({ data }: DatapassPayload): string {
  return `${data.organization.siret.replace(/\s/g, '')} ${data.applicant.email.toLowerCase()}`;
}

/**
 * The service goes with its request. Credentials of the former organisation stop working: its clients are suspended and
 * its secrets end, until the new one has made its own and an operator has resumed the clients (security.md 24). Both
 * organisations are notified.
 */
async function moveService(
  tables: PortalTables,
  deps: PortalDeps,
  { request, to }: { readonly request: HabilitationRequest; readonly to: Organisation },
): Promise<void> {
  const { serviceId, organisationId: formerId } = request;
  const service = await tables.services.find(serviceId);
  const former = await tables.organisations.find(formerId);
  if (service === undefined || former === undefined)
    throw new Error('a request has a service and an organisation');
  await tables.services.move(serviceId, to.id);
  for (const platform of ['standard', 'plus'] as const) {
    for (const environment of ['integration', 'production'] as const) {
      const published = await tables.registrations.listPublished({ platform, environment });
      for (const { version: _version, ...registration } of published) {
        if (registration.serviceId === serviceId)
          await tables.registrations.publish({ ...registration, organisationId: to.id });
      }
    }
  }
  await suspendService(tables, { deps, serviceId, actor: 'system', reason: reasons.moved });
  for (const access of await tables.clientRegistrations.ofService(serviceId))
    await endSecrets(tables, deps, access);
  await tables.audit.append({
    atMs: deps.clock.now(),
    actor: 'datapass',
    action: 'service.move',
    object: 'service',
    objectId: serviceId,
    detail: { from: former.id, to: to.id },
  });
  await notifyMembers(tables, deps, {
    organisation: former,
    write: (locale) => {
      const texts = peopleMails(locale);
      return {
        title: texts.movedTitle(service.name),
        text: [texts.moved(service.name, former.name), texts.askHelp],
      };
    },
  });
  await notifyMembers(tables, deps, {
    organisation: to,
    write: (locale) => {
      const texts = peopleMails(locale);
      return { title: texts.receivedTitle(service.name), text: [texts.received(service.name, to.name)] };
    },
  });
}
