/**
 * Administration: pages of operators. Every change is an entry of the audit log; keys and subjects need a second
 * person. Suspending a service is a function of the integration stage.
 */
import type { PortalDeps } from '../../deps.ts';
import type { Routes } from '../../parts/routes.ts';
import { mountApprovals } from './approvals/routes.tsx';
import { mountAudit } from './audit/routes.tsx';
import { mountFigures } from './figures/routes.tsx';
import { mountKeys } from './keys/routes.tsx';
import { mountOverview } from './overview/routes.tsx';
import { mountOrganisationActs } from './partners/organisation-acts.ts';
import { mountOrganisationPages } from './partners/organisation-pages.tsx';
import { mountPeopleAdministration } from './partners/people-routes.tsx';
import { mountChoicePage } from './providers/choice-page.tsx';
import { mountProviders } from './providers/routes.tsx';
import { mountServicesAdministration } from './services/routes.tsx';
import { mountStaff } from './staff/routes.tsx';
import { mountSubjects } from './subjects/routes.tsx';

export function mountAdministration(routes: Routes, deps: PortalDeps): void {
  mountOverview(routes, deps);
  mountProviders(routes, deps);
  mountChoicePage(routes, deps);
  mountServicesAdministration(routes, deps);
  mountOrganisationPages(routes, deps);
  mountOrganisationActs(routes, deps);
  mountPeopleAdministration(routes, deps);
  mountKeys(routes, deps);
  mountApprovals(routes, deps);
  mountSubjects(routes, deps);
  mountFigures(routes, deps);
  mountAudit(routes, deps);
  mountStaff(routes, deps);
}
