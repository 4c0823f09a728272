/**
 * The qualification stage: prerequisites with their states, evidence, reports, mock-ups, submission, and the officers'
 * side, and runs of the suite (`runs/`). It owns what a service must have shown; it does not know the suite, and opens production without owning it.
 */
import type { FastifyInstance } from '@garance/web/server';
import type { PortalDeps } from '../../deps.ts';
import { createReportSigner } from '../../objects/qualification/platform-key.ts';
import { mountUploadRoutes } from '../../parts/documents/upload.ts';
import type { Routes } from '../../parts/routes.ts';
import type { VisitKit } from '../../parts/visit.ts';
import { mountNames } from './name-routes.tsx';
import { mountOfficer } from './officer-routes.tsx';
import { mountPartner } from './partner-routes.tsx';
import { mountRuns } from './runs/routes.ts';
import { mountDocuments } from './upload-routes.ts';

export function mountQualification(routes: Routes, deps: PortalDeps): void {
  const signer = createReportSigner(deps);
  mountPartner(routes, deps, signer);
  mountRuns(routes, deps);
  mountNames(routes, deps);
  mountOfficer(routes, deps, signer);
}

/** Routes whose forms carry documents. */
export function mountQualificationDocuments(app: FastifyInstance, kit: VisitKit, deps: PortalDeps): void {
  mountUploadRoutes(app, kit, (routes, readUploads) => mountDocuments(routes, readUploads, deps));
}
