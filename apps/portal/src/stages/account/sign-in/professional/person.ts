/** Finds the person of a professional account by issuer and subject, or once by its verified address; and their employer. */
import { GaranceError, parsePublicName } from '@garance/core';
import { z } from 'zod';
import type { Organisation, Person } from '../../../../objects/account/tables/accounts.ts';
import { parseSiret } from '../../../../objects/form/siret.ts';
import { joinByEmployer } from '../../../../objects/organisation/people.ts';
import { type ProofDeps, proveOwn } from '../../../../objects/organisation/proof.ts';
import type { PortalTables } from '../../../../objects/portal-store.ts';
import { parseEmail } from '../../../../parts/session/sign-in-code.ts';
import type { ProfessionalAnswer } from './client.ts';

export interface Professional {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly name: string;
  /** SIRET of the establishment, with a correct check digit. */
  readonly siret?: string;
}

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  given_name: z.string().optional(),
  usual_name: z.string().optional(),
  family_name: z.string().optional(),
  siret: z.string().optional(),
});

/** @throws GaranceError `account.professional_failed`, `account.professional_email_unverified` */
export function readProfessional({ issuer, claims }: ProfessionalAnswer): Professional {
  const read = claimsSchema.safeParse(claims);
  if (!read.success) throw new GaranceError('account.professional_failed', { detail: 'claims' });
  const { sub, email: emailAddress, email_verified: verified, given_name: first, siret: written } = read.data;
  const email = emailAddress === undefined ? undefined : parseEmail(emailAddress);
  if (email === undefined || verified !== true) {
    throw new GaranceError('account.professional_email_unverified');
  }
  const last = read.data.usual_name ?? read.data.family_name;
  const name = parsePublicName([first, last].filter((part) => part !== undefined).join(' '), 100);
  const siret = written === undefined ? undefined : parseSiret(written);
  return {
    issuer,
    subject: sub,
    email,
    name: name.ok ? name.name : email.slice(0, 100),
    ...(siret !== undefined && { siret }),
  };
}

export interface Recognised {
  readonly person: Person;
  /** Employer, for a person without an organisation. */
  readonly unknownSiret?: string;
}

export interface Recognition extends ProofDeps {
  readonly tables: PortalTables;
  readonly locale: 'fr' | 'en';
}

/**
 * The person of a professional account, in the transaction that `tables` belongs to. At the first sign-in the account
 * is linked for good, and a person whose employer is a proven organisation joins it as a reader; only then, so that a
 * removal by its owner lasts.
 * @throws GaranceError `account.professional_conflict` when the address is linked to another subject of the issuer
 */
export async function recogniseProfessional(
  recognition: Recognition,
  professional: Professional,
): Promise<Recognised> {
  const { tables, locale } = recognition;
  const { issuer, subject, email, name, siret } = professional;
  const { professionalIdentities: identities } = tables;
  const linked = await identities.findPersonId(issuer, subject);
  const linkedPerson = linked === undefined ? undefined : await tables.people.find(linked);
  if (linkedPerson !== undefined) {
    await noteEmployer(recognition, professional, linkedPerson);
    return { person: linkedPerson };
  }
  const person = await tables.people.create({ email, name, locale });
  // A reassigned address must not give access to the former holder's account.
  if (await identities.has(issuer, person.id)) throw new GaranceError('account.professional_conflict');
  if (person.blockedAtMs !== undefined) throw new GaranceError('account.blocked');
  await identities.add({ issuer, subject, personId: person.id });
  await recordLink(recognition, person);
  await noteEmployer(recognition, professional, person);
  if (siret === undefined) return { person };
  // Unproven organisations that name the SIRET do not count as employer.
  const organisation = await tables.organisations.findProven(siret);
  if (organisation !== undefined && organisation.blocked === undefined) {
    await join(recognition, person, organisation);
  }
  const memberships = await tables.memberships.ofPerson(person.id);
  return memberships.length === 0 ? { person, unknownSiret: siret } : { person };
}

/**
 * Stores the employer claim, valid for a working day: an organisation that the person creates in that time is proven at
 * once. One that they created before is proven now.
 */
async function noteEmployer(
  { tables, clock, config }: Recognition,
  { issuer, subject, siret }: Professional,
  person: Person,
): Promise<void> {
  await tables.professionalIdentities.noteSiret({ issuer, subject }, siret, clock.now());
  if (siret === undefined || person.blockedAtMs !== undefined) return;
  const proof = { siret, personId: person.id, by: 'professional', actorId: person.id } as const;
  await proveOwn(tables, { clock, config }, proof);
}

async function recordLink({ tables, clock }: Recognition, person: Person): Promise<void> {
  await tables.audit.append({
    atMs: clock.now(),
    actor: person.id,
    action: 'person.link-professional',
    object: 'person',
    objectId: person.id,
  });
}

function join(
  { tables, clock, config: { origin } }: Recognition,
  person: Person,
  organisation: Organisation,
): Promise<void> {
  return joinByEmployer({ tables, clock, origin, actorId: person.id, organisation }, person);
}
