/**
 * The qualification stage: prerequisites with their states, evidence, reports, mock-ups, submission, and the officers'
 * side, and runs of the suite (`runs/`).
 */
import type { PortalDeps } from '../../deps.ts';
import { createReportSigner } from '../../objects/qualification/platform-key.ts';
import type { Routes } from '../../parts/routes.ts';
import { mountNames } from './name-routes.tsx';
import { mountOfficer } from './officer-routes.tsx';
import { mountPartner } from './partner-routes.tsx';
import { mountRuns } from './runs/routes.tsx';

export function mountQualification(routes: Routes, deps: PortalDeps): void {
  const signer = createReportSigner(deps);
  mountPartner(routes, deps, signer);
  mountRuns(routes, deps);
  mountNames(routes, deps);
  mountOfficer(routes, deps, signer);
}
