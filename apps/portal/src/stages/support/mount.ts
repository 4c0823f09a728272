/**
 * Support: threads between partners and the team. It owns what is said and who waits; the trace that occurrence ids lead
 * to is the integration stage's, and templates are the review's.
 */
import type { PortalDeps } from '../../deps.ts';
import type { Routes } from '../../parts/routes.ts';
import { mountPartnerSupport } from './partner-routes.tsx';
import { mountTeamSupport } from './team-routes.tsx';

export function mountSupport(routes: Routes, deps: PortalDeps): void {
  mountPartnerSupport(routes, deps);
  mountTeamSupport(routes, deps);
}
