import type { FastifyInstance } from '@garance/web/server';
import type { PortalDeps } from '../../deps.ts';
import { mountUploadRoutes } from '../../parts/documents/upload.ts';
import type { Routes } from '../../parts/routes.ts';
import type { VisitKit } from '../../parts/visit.ts';
import { mountDocuments } from './document-routes.tsx';
import { mountPaper } from './paper-routes.tsx';
import { mountRequests } from './request-routes.tsx';
import { mountSteps } from './step-routes.tsx';

/** Habilitation requests, the partner's side. */
export function mountHabilitation(routes: Routes, deps: PortalDeps): void {
  mountPaper(routes, deps);
  mountRequests(routes, deps);
  mountSteps(routes, deps);
}

/** Routes whose forms carry documents. */
export function mountHabilitationDocuments(app: FastifyInstance, kit: VisitKit, deps: PortalDeps): void {
  mountUploadRoutes(app, kit, (routes, readUploads) => mountDocuments(routes, readUploads, deps));
}
