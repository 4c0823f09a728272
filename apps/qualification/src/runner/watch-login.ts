/** A good login that is looked at closely: what the hub saw, and where the browser was left with what of it. */
import { sameSite } from '@garance/http-browser';
import { sessionCookies } from '../scenarios/session-cookies.ts';
import { serviceCookies } from '../scenarios/stage-moves.ts';
import type { LoginTraces, Watched } from '../vocabulary/scenario.ts';
import type { Login, View, Visitor, VisitorCookie } from '../vocabulary/stage.ts';
import type { KnownKind, Sighting, Trace } from '../vocabulary/trace.ts';
import { mostTraces, traceOf } from '../vocabulary/trace.ts';
import { scrubText } from './evidence/scrub.ts';
import { createTraceLog, type Traced } from './evidence/trace-log.ts';
import type { RunContext } from './run-context.ts';
import { type OwnStage, openStage } from './stage.ts';
import { hubOriginsOf } from './visitors.ts';

export type WatchedLogin = { readonly observations: Watched['logins'][number]; readonly traces: LoginTraces };

/** @param closely also where everything went: one login shows that, and repetition takes several */
export async function watchLogin(context: RunContext, closely: boolean): Promise<WatchedLogin> {
  const log = createTraceLog({
    service: context.service.protectedUrl,
    hubOrigins: hubOriginsOf(context.service),
    redirectUris: context.service.redirectUris,
    isSameSite: sameSite,
  });
  const stage = openStage(context, { traces: log });
  try {
    const visitor = await stage.visitor();
    const login = await stage.signIn(visitor, { person: 'plain' });
    const observations = await login.observations();
    const cookies = await serviceCookies(stage, visitor);
    const seen = { cookies, setCookies: log.setCookies() };
    if (!closely || !(await stage.hasSession(visitor))) return { observations, traces: seen };
    const pages = [login.view, ...(await pagesInside(stage, visitor))];
    const found = await search(context, login, { log, pages, cookies });
    const sessionNames = await findSessionNames(context, visitor);
    return { observations, traces: { ...seen, ...found, sessionNames } };
  } finally {
    await stage.close();
  }
}

async function pagesInside({ service }: OwnStage, visitor: Visitor): Promise<readonly View[]> {
  const views: View[] = [await visitor.view()];
  if (service.profileUrl !== undefined) views.push(await visitor.open(service.profileUrl));
  return views;
}

interface Seen {
  readonly log: Traced;
  readonly pages: readonly View[];
  readonly cookies: readonly VisitorCookie[];
}

/** What lies where; names go into reports, so what looks random in them is left out. */
async function search(
  { rehearsal }: RunContext,
  login: Login,
  { log, pages, cookies }: Seen,
): Promise<Required<Pick<LoginTraces, 'exposures' | 'cacheable'>>> {
  const all = [...pages.flatMap(tracesOfPage), ...cookies.flatMap(tracesOfCookie), ...log.traces()];
  const traces = withinBounds(all);
  const sightings = await rehearsal.search(login.id, traces);
  const exposures = sightings.flatMap(({ trace, kind }) => {
    const { place, name } = traces[trace] ?? {};
    return place === undefined || name === undefined ? [] : [{ place, kind, name: scrubText(name) }];
  });
  return { exposures, cacheable: cacheablePages({ log, pages }, pagesWith('identity', traces, sightings)) };
}

/** Of one search, in characters. */
const maxSearched = 1_000_000;

function withinBounds(traces: readonly Trace[]): readonly Trace[] {
  let left = maxSearched;
  return traces.slice(0, mostTraces).filter(({ text }) => {
    left -= text.length;
    return left >= 0;
  });
}

function tracesOfPage({ url, html }: View): readonly Trace[] {
  const { pathname = '' } = URL.parse(url) ?? {};
  return [traceOf('page', pathname, html), traceOf('resting-address', pathname, url)];
}

function tracesOfCookie({ name, value, httpOnly }: VisitorCookie): readonly Trace[] {
  return [traceOf(httpOnly ? 'http-only-cookie' : 'cookie', name, value)];
}

function pagesWith(
  kind: KnownKind,
  traces: readonly Trace[],
  sightings: readonly Sighting[],
): ReadonlySet<string> {
  const places = sightings.filter((one) => one.kind === kind).flatMap(({ trace }) => traces[trace] ?? []);
  return new Set(places.filter(({ place }) => place === 'page').map(({ text }) => text));
}

/** Paths of pages with identity that a browser may keep (RFC 9111 §5.2.2.5). */
function cacheablePages(
  { log, pages }: Pick<Seen, 'log' | 'pages'>,
  withIdentity: ReadonlySet<string>,
): Required<LoginTraces>['cacheable'] {
  const shown = pages.filter(({ html }) => withIdentity.has(traceOf('page', '', html).text));
  const kept = shown.filter(({ url }) => !/\bno-store\b/i.test(log.cacheControl(url)));
  return {
    pages: shown.length,
    kept: [...new Set(kept.map(({ url }) => scrubText(URL.parse(url)?.pathname ?? '')))],
  };
}

/** On a stage of its own: what is tried there is no trace of the login. */
async function findSessionNames(context: RunContext, visitor: Visitor): Promise<readonly string[]> {
  const stage = openStage(context);
  try {
    return (await sessionCookies(stage, visitor)).map(({ name }) => name);
  } finally {
    await stage.close();
  }
}
