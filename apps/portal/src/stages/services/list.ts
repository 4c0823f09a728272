import type { PortalDeps } from '../../deps.ts';
import { mayDo } from '../../objects/lifecycle/rights.ts';
import { currentRequest } from '../../objects/request/step-of.ts';
import { platforms } from '../../objects/service/platforms.ts';
import type { ListCursor, Service } from '../../objects/service/table.ts';
import { requireActor, type Visit } from '../../parts/visit.ts';
import { ServiceListPage } from './pages/list-page.tsx';

const pageSize = 25;

/** The services of the organisations that the person belongs to: searched, and a page at a time. */
export async function listServices(visit: Visit, { store }: PortalDeps) {
  const actor = requireActor(visit);
  const { portal } = store;
  const query = visit.request.query as Readonly<Record<string, unknown>>;
  const search = typeof query.q === 'string' ? query.q.slice(0, 100) : '';
  const before = readCursor(query.before);
  const found = await portal.services.ofOrganisations(
    actor.memberships.map(({ organisationId }) => organisationId),
    { limit: pageSize + 1, text: search, ...(before !== undefined && { before }) },
  );
  const services = found.slice(0, pageSize);
  const requests = await portal.requests.ofServices(services.map(({ id }) => id));
  const organisations = await portal.organisations.findMany([
    ...new Set(services.map(({ organisationId }) => organisationId)),
  ]);
  const statesOf = ({ id }: Service) =>
    Object.fromEntries(
      platforms.flatMap((platform) => {
        const own = requests.filter((each) => each.serviceId === id && each.platform === platform);
        const current = currentRequest(own);
        return current === undefined ? [] : [[platform, current.state]];
      }),
    );
  const last = found.length > pageSize ? services.at(-1) : undefined;
  return visit.show(
    ServiceListPage({
      context: visit.context,
      search,
      mayCreate:
        actor.memberships.length === 0 || actor.memberships.some(({ role }) => mayDo('request.edit', [role])),
      services: services.map((service) => ({
        service,
        organisation: organisations.find(({ id }) => id === service.organisationId),
        states: statesOf(service),
      })),
      ...(last !== undefined && { nextHref: nextHref(search, last) }),
    }),
  );
}

function nextHref(search: string, { id, createdAtMs }: Service): string {
  const query = new URLSearchParams({ ...(search !== '' && { q: search }), before: `${createdAtMs}_${id}` });
  return `/services?${query.toString()}`;
}

/** `<milliseconds>_<id>`; anything else begins at the beginning. */
function readCursor(value: unknown): ListCursor | undefined {
  const read = typeof value === 'string' ? /^(\d{1,15})_([0-9a-f-]{36})$/.exec(value) : null;
  return read === null ? undefined : { atMs: Number(read[1]), id: read[2] ?? '' };
}
