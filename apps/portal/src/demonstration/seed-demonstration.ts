/**
 * Initial data of the partner space in the embedded start: one account for each role, one organisation with a service
 * at every stage. Written in one transaction, so that a crash leaves nothing half made.
 */

import type { PortalDeps } from '../deps.ts';
import type { Person } from '../objects/account/tables/accounts.ts';
import type { PortalTables } from '../objects/portal-store.ts';
import { createReportSigner } from '../objects/qualification/platform-key.ts';
import { type Cast, type DemonstrationAccount, seedPeople } from './seed-people.ts';
import { seedServices } from './seed-services.ts';

/** Invented SIRET with a correct check digit. */
const organisation = {
  siret: '21990000100013',
  name: 'Mairie de Valgarance',
  address: '1 place des Teinturiers, 00000 Valgarance',
} as const;

/** Does nothing when the organisation exists. @returns whether anything was created */
export async function seedDemonstration(
  deps: PortalDeps,
  accounts: readonly DemonstrationAccount[],
): Promise<boolean> {
  const { portal } = deps.store;
  if ((await portal.organisations.findProven(organisation.siret)) !== undefined) return false;
  const signer = createReportSigner(deps);
  // The platform's key is read now: inside the transaction nothing but the transaction may touch the database.
  await signer.publicKeys();
  return portal.transaction(async (tables) => {
    const made = await tables.organisations.create(organisation);
    await tables.organisations.prove(made.id, 'officer', deps.clock.now());
    const quiet = withoutMail(tables);
    const cast = await seedPeople(quiet, deps.clock, { accounts, organisation: made });
    await seedServices({
      deps: within(deps, quiet),
      signer,
      organisation: made,
      owner: playerOf(cast, 'owner'),
      technicalContact: playerOf(cast, 'technical-contact'),
      reviewer: playerOf(cast, 'legal-reviewer'),
      officer: playerOf(cast, 'qualification-officer'),
    });
    return true;
  });
}

function playerOf(cast: Cast, role: DemonstrationAccount['role']): Person {
  const person = cast.get(role);
  if (person === undefined) throw new Error(`the demonstration has no person as ${role}`);
  return person;
}

/** Mails of the seeding are dropped: they would hide the first real one. */
function withoutMail(tables: PortalTables): PortalTables {
  return { ...tables, outbox: { ...tables.outbox, enqueue: async () => {} } };
}

/** A portal store whose transactions join the running one. */
function within(deps: PortalDeps, tables: PortalTables): PortalDeps {
  return {
    ...deps,
    store: { ...deps.store, portal: { ...tables, transaction: (work) => work(tables) } },
  };
}
