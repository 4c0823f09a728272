/** People, organisations and how people prove who they are. */
import type { Clock } from '@garance/core';
import type { Vault } from '@garance/store';
import type { Kysely } from 'kysely';
import { createInvitations, type Invitations } from '../../organisation/tables/invitations.ts';
import { createMemberships, type Memberships } from '../../organisation/tables/memberships.ts';
import { createOrganisations, type Organisations } from '../../organisation/tables/organisations.ts';
import type { Tables } from '../../schema.ts';
import { type AttemptWindows, createAttemptWindows } from './attempt-windows.ts';
import { type BrowserErrands, createBrowserErrands } from './browser-errands.ts';
import { createPasskeys, type Passkeys } from './passkeys.ts';
import { createPeople, type People } from './people.ts';
import { createPlatformRoles, type PlatformRoles } from './platform-roles.ts';
import { createPortalSessions, type PortalSessions } from './portal-sessions.ts';
import { createProfessionalIdentities, type ProfessionalIdentities } from './professional-identities.ts';
import { createSignInCodes, type SignInCodes } from './sign-in-codes.ts';
import { createTermsAcceptances, type TermsAcceptances } from './terms-acceptances.ts';
import { createTotpFactors, type TotpFactors } from './totp-factors.ts';

export interface AccountTables {
  readonly people: People;
  readonly organisations: Organisations;
  readonly memberships: Memberships;
  readonly platformRoles: PlatformRoles;
  readonly invitations: Invitations;
  readonly portalSessions: PortalSessions;
  readonly termsAcceptances: TermsAcceptances;
  readonly signInCodes: SignInCodes;
  readonly attemptWindows: AttemptWindows;
  readonly browserErrands: BrowserErrands;
  readonly totpFactors: TotpFactors;
  readonly passkeys: Passkeys;
  readonly professionalIdentities: ProfessionalIdentities;
}

export function accountTables(db: Kysely<Tables>, vault: Vault, clock: Clock): AccountTables {
  return {
    people: createPeople(db, clock),
    organisations: createOrganisations(db, clock),
    memberships: createMemberships(db, clock),
    platformRoles: createPlatformRoles(db, clock),
    invitations: createInvitations(db, clock),
    portalSessions: createPortalSessions(db),
    termsAcceptances: createTermsAcceptances(db),
    signInCodes: createSignInCodes(db, vault),
    attemptWindows: createAttemptWindows(db),
    browserErrands: createBrowserErrands(db, vault),
    totpFactors: createTotpFactors(db, vault, clock),
    passkeys: createPasskeys(db, clock),
    professionalIdentities: createProfessionalIdentities(db),
  };
}
