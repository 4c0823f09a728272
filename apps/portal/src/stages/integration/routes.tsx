/**
 * The integration stage: from the habilitation to a service that signs people in on the integration environment. It
 * owns registrations, secrets, test accounts and the trace; it does not open production.
 */
import type { PortalDeps } from '../../deps.ts';
import { dayMs } from '../../objects/time/day.ts';
import { ConfigurationsPage } from '../../parts/registration/configurations-page.tsx';
import { mountTrace } from '../../parts/registration/trace-routes.tsx';
import type { Routes } from '../../parts/routes.ts';
import { hasRegistration, requireHub, requireRegistration } from '../../parts/scope/registration-scope.ts';
import { OverviewPage } from './pages/overview-page.tsx';
import { mountPublication, mountRegistration } from './routes/registration.tsx';
import { mountSecrets } from './routes/secrets.tsx';
import { mountTestAccounts } from './routes/test-accounts.tsx';

const root = '/services/:id/:platform/integration';
const view = { action: 'registration.view', environment: 'integration' } as const;
const announceDays = 30;

export function mountIntegration(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get(root, async (visit, params) => {
    const scope = await requireHub(deps, visit, { params, ...view });
    const { context } = visit;
    if (!hasRegistration(scope)) {
      return visit.show(<OverviewPage context={context} scope={scope} validSecrets={0} />);
    }
    const { id } = scope.access;
    const nowMs = deps.clock.now();
    const secrets = await portal.clientSecrets.valid(id, nowMs);
    const ends = secrets.flatMap(({ expiresAtMs }) => expiresAtMs ?? []);
    const nextEndMs = ends.length === 0 ? undefined : Math.min(...ends);
    return visit.show(
      <OverviewPage
        context={context}
        scope={scope}
        current={await portal.registrationDrafts.current(scope.service.id, scope.hub)}
        published={await portal.registrationDrafts.publishedOf(id)}
        draft={await portal.registrationDrafts.draftOf(id)}
        validSecrets={secrets.length}
        {...(nextEndMs !== undefined && nextEndMs < nowMs + announceDays * dayMs && { nextEndMs })}
      />,
    );
  });
  mountRegistration(routes, deps, 'integration');
  mountPublication(routes, deps, 'integration');
  mountSecrets(routes, deps);
  routes.get(`${root}/configurations`, async (visit, params) => {
    const scope = await requireRegistration(deps, visit, { params, ...view });
    const current = await portal.registrationDrafts.current(scope.service.id, scope.hub);
    return visit.show(<ConfigurationsPage context={visit.context} scope={scope} current={current} />);
  });
  mountTestAccounts(routes, deps);
  mountTrace(routes, deps);
}
