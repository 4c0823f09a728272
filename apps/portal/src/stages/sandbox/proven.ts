/**
 * Whether an organisation is the one whose number it gave. The one place where sandbox clients ask; today the proof is a
 * habilitation in force of one of its services.
 */
import type { PortalTables } from '@garance/store';

export function isProven(
  tables: Pick<PortalTables, 'habilitations'>,
  organisationId: string,
): Promise<boolean> {
  return tables.habilitations.anyInForceOf(organisationId);
}
