/** What an event about an unknown request brings into being: organisation, applicant, service, draft. */
import { randomUUID } from 'node:crypto';
import { type Clock, toPublicName } from '@garance/core';
import type { HabilitationRequest, Organisation, Person, PortalTables } from '@garance/store';
import { createRequest } from '../habilitation/create-request.ts';
import type { KnownEvent } from './known-event.ts';
import { mergeTold } from './mapping.ts';
import type { DatapassPayload } from './payload.ts';

export async function createFromEvent(
  tables: PortalTables,
  clock: Clock,
  { payload, told }: KnownEvent,
): Promise<HabilitationRequest> {
  const organisation = await ensureOrganisation(tables, payload);
  const applicant = await ensureApplicant(tables, organisation, payload);
  const service = {
    id: randomUUID(),
    organisationId: organisation.id,
    name: told.title === '' ? organisation.name : told.title,
    kind: serviceKind(payload),
    eligibility: {},
    createdAtMs: clock.now(),
  };
  await tables.services.create(service);
  const { platform, level } = told;
  const wish = {
    serviceId: service.id,
    platform,
    ownerId: applicant.id,
    answers: mergeTold(told.answers, {}),
  };
  const request = await createRequest(tables, clock, wish);
  await tables.requests.update(request.id, { level, title: told.title });
  return (await tables.requests.find(request.id)) ?? request;
}

export async function ensureOrganisation(
  { organisations }: PortalTables,
  { data }: DatapassPayload,
): Promise<Organisation> {
  const siret = data.organization.siret.replace(/\s/g, '');
  const known = await organisations.findBySiret(siret);
  if (known !== undefined) return known;
  const name = toPublicName(data.organization.name ?? '', 200);
  const made = await organisations.create({ siret, name: name === '' ? siret : name, address: '' });
  const organisation = made ?? (await organisations.findBySiret(siret));
  if (organisation === undefined) throw new Error('an organisation was neither made nor found');
  return organisation;
}

/**
 * The applicant as a person of ours. The first of an organisation owns it; where others do already, they decide who joins
 * them as an owner, and the applicant contributes.
 */
export async function ensureApplicant(
  { people, memberships }: PortalTables,
  organisation: Organisation,
  { data }: DatapassPayload,
): Promise<Person> {
  const { email, given_name: given, family_name: family } = data.applicant;
  const name = toPublicName(`${given ?? ''} ${family ?? ''}`, 200);
  const person = await people.create({ email, name: name === '' ? email : name, locale: 'fr' });
  const members = await memberships.list(organisation.id);
  const isMember = members.some((member) => member.person.id === person.id);
  if (!isMember) {
    const role = members.some((member) => member.role === 'owner') ? 'contributor' : 'owner';
    await memberships.put({ organisationId: organisation.id, personId: person.id, role });
  }
  return person;
}

/** By the legal category in INSEE's record, when it came along: 4 and 7 are public bodies. Public where nobody says. */
function serviceKind({ data }: DatapassPayload): 'public' | 'private' {
  const category = findCategory(data.organization.insee_payload);
  return category === undefined || /^[47]/.test(category) ? 'public' : 'private';
}

function findCategory(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null || depth > 4) return undefined;
  for (const [key, each] of Object.entries(value)) {
    if (/^categorie_?juridique/i.test(key) && /^\d{4}$/.test(String(each))) return String(each);
    const inner = findCategory(each, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
