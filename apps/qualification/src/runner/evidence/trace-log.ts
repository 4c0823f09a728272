/** What one browser saw, as far as it may show where things of a login went. Kept for the watched logins alone. */
import type { Trace } from '../../vocabulary/trace.ts';
import { mostTraces, traceOf } from '../../vocabulary/trace.ts';

export interface SetCookie {
  readonly name: string;
  readonly value: string;
}

/** Written by a visitor while it goes about. */
export interface TraceLog {
  /** Something was asked for, by the browser itself or by a page. */
  request(asked: { readonly url: string; readonly referer?: string; readonly body?: string }): void;
  /** The answer to a navigation. */
  response(answer: { readonly url: string; readonly headers: Headers }): void;
  /** Entries of the storage of a page at rest. */
  stored(entries: readonly (readonly [string, string])[]): void;
}

/** By lower-case name; several lines of one name in an array. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Traced extends TraceLog {
  traces(): readonly Trace[];
  /** Of the service. */
  setCookies(): readonly SetCookie[];
  /** `Cache-Control` of the last answer of this address. */
  cacheControl(url: string): string;
}

export interface TraceSites {
  /** Any address of the service. */
  readonly service: string;
  readonly hubOrigins: readonly string[];
  readonly redirectUris: readonly string[];
  isSameSite(a: URL, b: URL): boolean;
}

const mostSetCookies = 200;
const mostAnswers = 100;

export function createTraceLog(sites: TraceSites): Traced {
  const traces: Trace[] = [];
  const cookies: SetCookie[] = [];
  const cacheControls = new Map<string, string>();
  const add = (trace: Trace) => {
    // Half of the room is left for what the browser holds at the end.
    if (traces.length < mostTraces / 2) traces.push(trace);
  };
  const placeOf = (url: URL) => placeOfAddress(url, sites);
  return {
    request({ url, referer = '', body = '' }) {
      const asked = URL.parse(url);
      const place = asked === null ? undefined : placeOf(asked);
      if (asked === null || place === undefined) return;
      const name = place === 'third-party' ? asked.host : asked.pathname;
      add(traceOf(place, name, place === 'third-party' ? [url, referer, body].join('\n') : url));
    },
    response({ url, headers }) {
      const answered = URL.parse(url);
      const place = answered === null ? undefined : placeOf(answered);
      if (answered === null || sites.hubOrigins.includes(answered.origin) || place === 'third-party') return;
      for (const line of [headers['set-cookie'] ?? []].flat()) {
        if (cookies.length < mostSetCookies) cookies.push(readSetCookie(line));
      }
      if (cacheControls.size < mostAnswers) cacheControls.set(url, String(headers['cache-control'] ?? ''));
      for (const [name, value] of Object.entries(headers)) {
        if (!ordinaryHeaders.has(name)) add(traceOf('header', name, [value ?? ''].flat().join('\n')));
      }
    },
    stored(entries) {
      for (const [name, value] of entries) add(traceOf('storage', name, `${name}\n${value}`));
    },
    traces: () => traces,
    setCookies: () => cookies,
    cacheControl: (url) => cacheControls.get(withoutFragment(url)) ?? '',
  };
}

/** Headers that hold nothing of a login, or that are looked at as what they are. */
const ordinaryHeaders = new Set([
  ...['location', 'set-cookie', 'date', 'connection', 'keep-alive', 'content-length', 'content-type'],
  ...['cache-control', 'content-security-policy', 'transfer-encoding', 'vary', 'etag', 'server'],
]);

/** Undefined where a code and the like belong: the hub's addresses and the redirect URI. */
function placeOfAddress(url: URL, sites: TraceSites): 'address' | 'third-party' | undefined {
  const { service, hubOrigins, redirectUris, isSameSite } = sites;
  if (!/^https?:$/.test(url.protocol) || hubOrigins.includes(url.origin)) return undefined;
  if (!isSameSite(url, new URL(service))) return 'third-party';
  const place = `${url.origin}${url.pathname}`;
  return redirectUris.some((one) => one.split('?')[0] === place) ? undefined : 'address';
}

function readSetCookie(line: string): SetCookie {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() };
}

function withoutFragment(url: string): string {
  return url.split('#')[0] ?? '';
}
