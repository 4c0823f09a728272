import type { PortalDeps } from '../../deps.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { decideRequestIn } from '../request/decide.ts';
import type { RequestEvent } from '../request/lifecycle.ts';

/** The signed webhooks of the outside habilitation site. */
export const datapassAuthorization: AuthorizationContext = { roles: ['datapass'], secondFactor: false };

/** Applies a decision of DataPass with the actor `datapass`; DataPass has checked its own conditions. */
export async function decideAsDatapass(
  tables: PortalTables,
  deps: PortalDeps,
  decision: { readonly requestId: string; readonly event: RequestEvent; readonly newOwnerId?: string },
): Promise<void> {
  await decideRequestIn(tables, deps, {
    ...decision,
    actor: 'datapass',
    authorization: datapassAuthorization,
    vouched: { complete: true, 'terms-accepted': true },
    reason: 'Décision prise sur DataPass.',
  });
}
