import type { Clock } from '@garance/core';
import type { Organisation, Person } from '../objects/account/tables/accounts.ts';
import type { PartnerRole, PlatformRole } from '../objects/lifecycle/lifecycle.ts';
import type { PortalTables } from '../objects/portal-store.ts';

/** An account of the demonstration. Partner roles are held in its one organisation. */
export interface DemonstrationAccount {
  readonly email: string;
  readonly name: string;
  readonly role: PartnerRole | PlatformRole;
  /** Base32; confirmed at creation, so that its first code is accepted. Absent: no second factor yet. */
  readonly totpSecret?: string;
}

const partnerRoles: readonly string[] = [
  'owner',
  'technical-contact',
  'contributor',
  'reader',
] satisfies readonly PartnerRole[];

export type Cast = ReadonlyMap<DemonstrationAccount['role'], Person>;

/** Makes each person, with role and second factor. Inside a transaction. @returns the first person of each role */
export async function seedPeople(
  tables: PortalTables,
  clock: Clock,
  { accounts, organisation }: Seeding,
): Promise<Cast> {
  const cast = new Map<DemonstrationAccount['role'], Person>();
  for (const { email, name, role, totpSecret } of accounts) {
    const person = await tables.people.create({ email, name, locale: 'fr' });
    const note = (action: string) =>
      tables.audit.append({
        atMs: clock.now(),
        actor: 'system',
        action,
        object: 'person',
        objectId: person.id,
      });
    await note('person.create');
    if (isPartner(role)) {
      await tables.memberships.put({ organisationId: organisation.id, personId: person.id, role });
    } else {
      await tables.platformRoles.put(person.id, role);
    }
    if (totpSecret !== undefined) {
      await tables.totpFactors.putPending(person.id, totpSecret);
      await tables.totpFactors.confirm(person.id, 0);
      await note('second-factor.added');
    }
    if (!cast.has(role)) cast.set(role, person);
  }
  return cast;
}

interface Seeding {
  readonly accounts: readonly DemonstrationAccount[];
  readonly organisation: Organisation;
}

function isPartner(role: DemonstrationAccount['role']): role is PartnerRole {
  return partnerRoles.includes(role);
}
