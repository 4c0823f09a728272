import type { TraceQuery } from '@garance/store';
import type { PortalDeps } from '../../deps.ts';
import { traceDays } from '../../objects/registration/trace-days.ts';
import { queryText } from '../query-text.ts';
import { pageSizes, readPage, sequenceCursor } from '../queue/read-page.ts';
import type { RequestContext } from '../request-context.ts';
import type { Routes } from '../routes.ts';
import { requireRegistration } from '../scope/registration-scope.ts';
import { type TraceFilters, TracePage, type TraceProps, traceFilters } from './trace-page.tsx';

export function mountTrace(routes: Routes, deps: PortalDeps): void {
  routes.get('/services/:id/:platform/integration/trace', async (visit, params) => {
    const scope = await requireRegistration(deps, visit, {
      params,
      action: 'trace.view',
      environment: 'integration',
    });
    const trace = await readTrace(deps, visit, {
      clientId: scope.access.clientId,
      path: `${scope.base}/trace`,
    });
    return visit.show(<TracePage scope={scope} {...trace} />);
  });
}

interface TraceOf {
  /**
   * The caller has checked `trace.view` for its service. Absent when there is no client yet: the list is then empty.
   */
  readonly clientId: string | undefined;
  /** Of the page. */
  readonly path: string;
}

/** Trace entries of this client only, by the filters of the query string. */
export async function readTrace(
  deps: Pick<PortalDeps, 'store'>,
  visit: RequestContext,
  { clientId, path }: TraceOf,
): Promise<TraceProps> {
  const filters = Object.fromEntries(
    traceFilters.map((name) => [name, queryText(visit, name)]),
  ) as TraceFilters;
  const page = await readPage(visit, {
    path,
    kept: filters,
    size: pageSizes.log,
    direction: 'before',
    cursor: sequenceCursor,
    read: (at) =>
      deps.store.portal.trace.list({
        clientIds: clientId === undefined ? [] : [clientId],
        ...conditionsOf(filters),
        ...at,
      }),
    placeOf: ({ sequence }) => sequence,
  });
  return { context: { ...visit.context, path: page.currentHref }, path, filters, page, days: traceDays };
}

type Conditions = Omit<TraceQuery, 'clientIds' | 'limit' | 'before'>;

function conditionsOf({ occurrence, outcome, endpoint, from, to }: TraceFilters): Conditions {
  const fromMs = Date.parse(utc(from));
  const toMs = Date.parse(utc(to));
  return {
    ...(occurrence !== '' && { occurrenceId: occurrence.toLowerCase() }),
    ...(outcome !== '' && { outcome }),
    ...(endpoint !== '' && { endpoint }),
    ...(Number.isFinite(fromMs) && { fromMs }),
    ...(Number.isFinite(toMs) && { toMs }),
  };
}

/** A date alone is UTC by ECMAScript's rules; one with an hour needs a `Z`. */
function utc(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text) ? `${text}Z` : text;
}
