import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { Person } from '../../../objects/account/tables/accounts.ts';
import type { SignInMethod } from '../../../objects/account/tables/portal-sessions.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import { rememberBrowser } from '../../../parts/session/known-browser.ts';
import { beginSession } from '../../../parts/session/sessions.ts';
import { withNext } from '../next.ts';
import { countFactors, findFactors } from '../second-factor/factors.ts';

export interface Entrance {
  readonly person: Person;
  readonly method: SignInMethod;
  /** The method includes a second factor: a passkey with user verification. */
  readonly secondFactor?: boolean;
  readonly next: string;
}

/**
 * Completes every kind of sign-in: opens a new session and redirects to the requested page. Members of the team are
 * redirected to their second factor first, without which they have no rights (`rolesTowards`).
 * @throws GaranceError `account.blocked`
 */
export async function enter(
  deps: PortalDeps,
  visit: RequestContext,
  { person, method, secondFactor = false, next }: Entrance,
): Promise<FastifyReply> {
  if (person.blockedAtMs !== undefined) throw new GaranceError('account.blocked');
  await beginSession(deps, visit, { personId: person.id, method, secondFactor });
  const { portal } = deps.store;
  const roles = await portal.platformRoles.ofPerson(person.id);
  // The browser counts as known only after the second factor, for persons who have one.
  const isComplete =
    secondFactor || (roles.length === 0 && countFactors(await findFactors(portal, person.id)) === 0);
  if (isComplete) await rememberBrowser(deps, visit, person.email);
  return visit.goTo(roles.length > 0 && !secondFactor ? withNext('/second-factor', next) : next);
}
