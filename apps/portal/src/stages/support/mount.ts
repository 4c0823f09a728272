/**
 * Support: threads between partners and the team. It owns what is said and who waits; the trace that occurrence ids lead
 * to is the integration stage's, and templates are the review's.
 */
import type { FastifyInstance } from '@garance/web/server';
import type { PortalDeps } from '../../deps.ts';
import { mountUploadRoutes } from '../../parts/documents/upload.ts';
import type { Routes } from '../../parts/routes.ts';
import type { VisitKit } from '../../parts/visit.ts';
import { mountSupportFiles as mountFiles } from './file-routes.ts';
import { mountPartnerSupport } from './partner-routes.tsx';
import { mountTeamSupport } from './team-routes.tsx';

export function mountSupport(routes: Routes, deps: PortalDeps): void {
  mountPartnerSupport(routes, deps);
  mountTeamSupport(routes, deps);
}

/** The corner of the site that takes documents of threads. */
export function mountSupportFiles(app: FastifyInstance, kit: VisitKit, deps: PortalDeps): void {
  mountUploadRoutes(app, kit, (routes, readUploads) => mountFiles(routes, readUploads, deps));
}
