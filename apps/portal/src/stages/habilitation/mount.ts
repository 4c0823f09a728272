import type { PortalDeps } from '../../deps.ts';
import type { Routes } from '../../parts/routes.ts';
import { mountPaper } from './paper-routes.tsx';
import { mountRequests } from './request-routes.tsx';
import { mountSteps } from './step-routes.tsx';

/** Mounts the partner's pages of habilitation requests. */
export function mountHabilitation(routes: Routes, deps: PortalDeps): void {
  mountPaper(routes, deps);
  mountRequests(routes, deps);
  mountSteps(routes, deps);
}
