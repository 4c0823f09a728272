import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { decideRequestIn, type RequestEvent } from '../request/decide.ts';
import { vouchedFacts } from './life.ts';

/** What the other site decided is carried out here under its name; it has checked its own conditions. */
export async function decideAsDatapass(
  tables: PortalTables,
  deps: PortalDeps,
  decision: { readonly requestId: string; readonly event: RequestEvent; readonly newOwnerId?: string },
): Promise<void> {
  await decideRequestIn(tables, deps, {
    ...decision,
    actor: 'datapass',
    standing: { roles: ['datapass'], secondFactor: false },
    facts: vouchedFacts,
    reason: 'Décision prise sur DataPass.',
  });
}
