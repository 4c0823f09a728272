import type { PortalDeps } from '../../deps.ts';
import { mayDo } from '../../objects/lifecycle/rights.ts';
import { currentRequest } from '../../objects/request/stage-of.ts';
import { platforms } from '../../objects/service/platforms.ts';
import type { Service } from '../../objects/service/table.ts';
import { queryText } from '../../parts/query-text.ts';
import { pageSizes, readPage, timeCursor } from '../../parts/queue/read-page.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import { ServiceListPage } from './pages/list-page.tsx';

/** Search and list of the services of the person's organisations. */
export async function listServices(visit: RequestContext, { store }: PortalDeps) {
  const actor = requireActor(visit);
  const { portal } = store;
  const search = queryText(visit, 'q');
  const page = await readPage(visit, {
    path: '/services',
    kept: { q: search },
    size: pageSizes.queue,
    direction: 'before',
    cursor: timeCursor,
    read: (at) =>
      portal.services.ofOrganisations(
        actor.memberships.map(({ organisationId }) => organisationId),
        { text: search, ...at },
      ),
    placeOf: ({ createdAtMs: atMs, id }) => ({ atMs, id }),
  });
  const services = page.rows;
  const requests = await portal.requests.ofServices(services.map(({ id }) => id));
  const organisations = await portal.organisations.findMany([
    ...new Set(services.map(({ organisationId }) => organisationId)),
  ]);
  const statesOf = ({ id }: Service) =>
    Object.fromEntries(
      platforms.flatMap((platform) => {
        const own = requests.filter((request) => request.serviceId === id && request.platform === platform);
        const current = currentRequest(own);
        return current === undefined ? [] : [[platform, current.state]];
      }),
    );
  return visit.show(
    <ServiceListPage
      context={{ ...visit.context, path: page.currentHref }}
      search={search}
      mayCreate={
        actor.memberships.length === 0 || actor.memberships.some(({ role }) => mayDo('request.edit', [role]))
      }
      page={{
        ...page,
        rows: services.map((service) => ({
          service,
          organisation: organisations.find(({ id }) => id === service.organisationId),
          states: statesOf(service),
        })),
      }}
    />,
  );
}
