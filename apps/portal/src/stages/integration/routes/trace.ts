import type { TraceQuery } from '@garance/store';
import type { PortalDeps } from '../../../kit/deps.ts';
import type { Routes } from '../../../kit/routes.ts';
import type { Visit } from '../../../kit/visit.ts';
import { type TraceFilters, TracePage, traceFilters } from '../pages/trace-page.tsx';
import type { OpenPlace } from '../place.ts';
import { traceDays } from '../trace-days.ts';
import { openPlace } from './registration.ts';

const perPage = 50;

export function mountTrace(routes: Routes, deps: PortalDeps): void {
  routes.get('/services/:id/:platform/integration/trace', async (visit, params) => {
    const place = await openPlace(visit, deps, params, { action: 'trace.view', environment: 'integration' });
    return showTrace(deps, visit, place);
  });
}

async function showTrace(deps: PortalDeps, visit: Visit, place: OpenPlace) {
  const query = visit.request.query as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 100) : '');
  const filters = Object.fromEntries(traceFilters.map((name) => [name, text(name)])) as TraceFilters;
  const found = await deps.store.portal.trace.list({
    // Of this client alone: whoever may see the service may see this much, and nothing of another's.
    clientIds: [place.access.clientId],
    ...conditionsOf(filters, Number(text('before'))),
    limit: perPage + 1,
  });
  const entries = found.slice(0, perPage);
  const last = found.length > perPage ? entries.at(-1) : undefined;
  const kept = Object.entries(filters).filter(([, value]) => value !== '');
  const path = `${place.base}/trace`;
  const here = kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`;
  const older = last && new URLSearchParams([...kept, ['before', String(last.sequence)]]);
  return visit.show(
    TracePage({
      context: { ...visit.context, path: here },
      place,
      filters,
      entries,
      olderHref: older && `${path}?${older}`,
      days: traceDays,
    }),
  );
}

type Conditions = Omit<TraceQuery, 'clientIds' | 'limit'>;

function conditionsOf({ occurrence, outcome, endpoint, from, to }: TraceFilters, before: number): Conditions {
  const fromMs = Date.parse(utc(from));
  const toMs = Date.parse(utc(to));
  return {
    ...(occurrence !== '' && { occurrenceId: occurrence.toLowerCase() }),
    ...(outcome !== '' && { outcome }),
    ...(endpoint !== '' && { endpoint }),
    ...(Number.isFinite(fromMs) && { fromMs }),
    ...(Number.isFinite(toMs) && { toMs }),
    ...(Number.isSafeInteger(before) && before > 0 && { before }),
  };
}

/** A date alone is universal time already; with an hour it needs to say so. */
function utc(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text) ? `${text}Z` : text;
}
