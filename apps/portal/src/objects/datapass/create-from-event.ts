/** Creates organisation, applicant, service and draft for an event about an unknown request. */
import { randomUUID } from 'node:crypto';
import { toPublicName } from '@garance/core';
import type { Organisation, Person } from '../account/tables/accounts.ts';
import { type ProofDeps, proveForPerson } from '../organisation/proof.ts';
import type { PortalTables } from '../portal-store.ts';
import { createRequest } from '../request/create-request.ts';
import type { HabilitationRequest } from '../request/tables/requests.ts';
import { datapassAuthorization } from './decide-as-datapass.ts';
import type { KnownEvent } from './known-event.ts';
import { mergeReceived } from './mapping.ts';
import type { DatapassPayload } from './payload.ts';

export async function createFromEvent(
  tables: PortalTables,
  deps: ProofDeps,
  { payload, received }: KnownEvent,
): Promise<HabilitationRequest> {
  const { clock } = deps;
  const { organisation, applicant } = await ensureHolder(tables, deps, payload);
  const service = {
    id: randomUUID(),
    organisationId: organisation.id,
    name: received.title === '' ? organisation.name : received.title,
    kind: serviceKind(payload),
    eligibility: {},
    createdAtMs: clock.now(),
  };
  await tables.services.create(service);
  const { platform, level } = received;
  const input = {
    serviceId: service.id,
    platform,
    ownerId: applicant.id,
    authorization: datapassAuthorization,
    answers: mergeReceived(received.answers, {}),
  };
  const request = await createRequest(tables, clock, input);
  await tables.requests.update(request.id, { level, title: received.title });
  return (await tables.requests.find(request.id)) ?? request;
}

export interface Holder {
  readonly organisation: Organisation;
  readonly applicant: Person;
}

/**
 * Organisation and applicant of an event. DataPass naming a person for a SIRET counts as proof: the proven organisation is
 * used, or a new one is created; an unproven one that names the SIRET is never used. In an organisation that has owners,
 * the applicant becomes a contributor.
 */
export async function ensureHolder(
  tables: PortalTables,
  deps: ProofDeps,
  { data }: DatapassPayload,
): Promise<Holder> {
  const siret = data.organization.siret.replace(/\s/g, '');
  const organisationName = toPublicName(data.organization.name ?? '', 200);
  const { email, given_name: givenName, family_name: familyName } = data.applicant;
  const name = toPublicName(`${givenName ?? ''} ${familyName ?? ''}`, 200);
  const applicant = await tables.people.create({ email, name: name === '' ? email : name, locale: 'fr' });
  const proof = { siret, personId: applicant.id, by: 'datapass', actorId: 'datapass' } as const;
  const named = { name: organisationName === '' ? siret : organisationName, address: '' };
  const organisation = await proveForPerson(tables, deps, { ...proof, named });
  const members = await tables.memberships.list(organisation.id);
  if (!members.some((member) => member.person.id === applicant.id)) {
    const role = members.some((member) => member.role === 'owner') ? 'contributor' : 'owner';
    await tables.memberships.put({ organisationId: organisation.id, personId: applicant.id, role });
  }
  return { organisation, applicant };
}

/** From the legal category in INSEE's record: 4 and 7 are public bodies. Public when the event has no category. */
function serviceKind({ data }: DatapassPayload): 'public' | 'private' {
  const category = findCategory(data.organization.insee_payload);
  return category === undefined || /^[47]/.test(category) ? 'public' : 'private';
}

function findCategory(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null || depth > 4) return undefined;
  for (const [key, text] of Object.entries(value)) {
    if (/^categorie_?juridique/i.test(key) && /^\d{4}$/.test(String(text))) return String(text);
    const inner = findCategory(text, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
