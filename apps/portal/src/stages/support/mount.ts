/**
 * Support: threads between partners and the team. It owns messages and the queue; the trace that occurrence ids link to
 * belongs to the integration stage, templates to the review.
 */
import type { PortalDeps } from '../../deps.ts';
import type { Routes } from '../../parts/routes.ts';
import { mountPartnerSupport } from './partner-routes.tsx';
import { mountTeamSupport } from './team-routes.tsx';

export function mountSupport(routes: Routes, deps: PortalDeps): void {
  mountPartnerSupport(routes, deps);
  mountTeamSupport(routes, deps);
}
