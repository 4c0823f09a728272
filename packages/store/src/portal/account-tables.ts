/** People, organisations and how people prove who they are. */
import type { Clock } from '@garance/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../durable/schema.ts';
import { createInvitations, type Invitations } from './invitations.ts';
import { createMemberships, type Memberships } from './memberships.ts';
import { createOrganisations, type Organisations } from './organisations.ts';
import { createPeople, type People } from './people.ts';
import { createPlatformRoles, type PlatformRoles } from './platform-roles.ts';
import { createPortalSessions, type PortalSessions } from './portal-sessions.ts';
import { createTermsAcceptances, type TermsAcceptances } from './terms-acceptances.ts';

export interface AccountTables {
  readonly people: People;
  readonly organisations: Organisations;
  readonly memberships: Memberships;
  readonly platformRoles: PlatformRoles;
  readonly invitations: Invitations;
  readonly portalSessions: PortalSessions;
  readonly termsAcceptances: TermsAcceptances;
}

export function accountTables(db: Kysely<Tables>, clock: Clock): AccountTables {
  return {
    people: createPeople(db, clock),
    organisations: createOrganisations(db, clock),
    memberships: createMemberships(db, clock),
    platformRoles: createPlatformRoles(db, clock),
    invitations: createInvitations(db, clock),
    portalSessions: createPortalSessions(db),
    termsAcceptances: createTermsAcceptances(db),
  };
}
