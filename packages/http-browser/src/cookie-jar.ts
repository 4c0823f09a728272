import { CookieJar as Jar, MemoryCookieStore, Cookie as StoredCookie } from 'tough-cookie';
import { isTrustworthy } from './sites.ts';

export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** The host that it is sent to: this one only, or its subdomains too. The port is ignored (RFC 6265 §8.5). */
  readonly host: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none';
  /** Milliseconds since the epoch; absent for a session cookie. */
  readonly expiresAtMs: number | undefined;
}

export interface CookieJar {
  /** Stores one `Set-Cookie` line as a browser does; drops what a browser refuses. */
  set(url: URL, line: string): void;
  /** Stores a cookie without any check. */
  put(cookie: Cookie): void;
  header(url: URL, navigation: { readonly sameSite: boolean; readonly safeMethod: boolean }): string;
  list(host?: string): readonly Cookie[];
  find(host: string, name: string | RegExp): Cookie | undefined;
  delete(host: string, name: string): void;
  clear(): void;
}

const maxBytes = 4096;
const maxAttributeBytes = 1024;
/** 400 days (RFC 6265bis §5.5). */
const maxAgeMs = 400 * 86_400_000;

/**
 * A cookie jar by RFC 6265bis: tough-cookie for hosts, paths, dates, `Secure`, the public suffix list and the prefixes;
 * here what it leaves to its user: sizes, `SameSite=Lax` by default, prefixes in any case.
 */
export function createCookieJar(initial: readonly Cookie[] = []): CookieJar {
  const store = new MemoryCookieStore();
  const jar = new Jar(store, { looseMode: true, prefixSecurity: 'silent' });

  const stored = (): readonly StoredCookie[] =>
    Object.values(store.idx).flatMap((paths) =>
      Object.values(paths).flatMap((names) => Object.values(names)),
    );
  const live = () => stored().map(readStored).filter(isLive);
  const put = (cookie: Cookie) => {
    const { name: key, host: domain, expiresAtMs, ...rest } = cookie;
    const expires = expiresAtMs === undefined ? 'Infinity' : new Date(expiresAtMs);
    store.putCookie(new StoredCookie({ ...rest, key, domain, expires }), () => undefined);
  };
  for (const cookie of initial) put(cookie);

  return {
    set(url, line) {
      const cookie = readLine(line);
      if (cookie === undefined || !isAcceptable(cookie, url) || hidesSecure(cookie, url, live())) return;
      jar.setCookieSync(cookie, url, { ignoreError: true });
    },
    put,
    header: (url, { sameSite, safeMethod }) =>
      jar
        .getCookiesSync(url, {
          sameSiteContext: sameSite ? 'strict' : safeMethod ? 'lax' : 'none',
          sort: true,
        })
        .map(({ key, value }) => (key === '' ? value : `${key}=${value}`))
        .join('; '),
    list: (host) => live().filter((cookie) => host === undefined || cookie.host === host),
    find: (host, name) =>
      live().find(
        (cookie) =>
          cookie.host === host && (typeof name === 'string' ? cookie.name === name : name.test(cookie.name)),
      ),
    delete(host, name) {
      for (const { domain, path, key } of stored()) {
        if (domain === host && key === name) store.removeCookie(host, path ?? '/', name, () => undefined);
      }
    },
    clear: () => jar.removeAllCookiesSync(),
  };
}

/** Undefined when a browser would ignore the whole line (RFC 6265bis §5.6). */
function readLine(line: string): StoredCookie | undefined {
  const [pair = '', ...attributes] = line.split(';');
  const read = attributes.filter((attribute) => Buffer.byteLength(attribute) <= maxAttributeBytes);
  const cookie = StoredCookie.parse([pair, ...read].join(';'), { loose: true });
  if (cookie === undefined || Buffer.byteLength(cookie.key + cookie.value) > maxBytes) return undefined;
  cookie.sameSite ??= 'lax';
  fixExpiry(cookie);
  return cookie.key === '' && cookie.value === '' ? undefined : cookie;
}

/** `Max-Age` counts from now: tough-cookie would restart it each time the cookie is sent. */
function fixExpiry(cookie: StoredCookie): void {
  const atMs = cookie.expiryTime(new Date());
  cookie.maxAge = null;
  if (atMs === undefined || atMs === Number.POSITIVE_INFINITY) cookie.expires = 'Infinity';
  else cookie.expires = new Date(Math.min(Math.max(atMs, 0), Date.now() + maxAgeMs));
}

function isAcceptable({ key, value, secure, sameSite, domain, path }: StoredCookie, url: URL): boolean {
  if (secure && !isTrustworthy(url)) return false;
  if (sameSite === 'none' && !secure) return false;
  // A cookie without a name must not pass for one with a reserved prefix.
  const name = key === '' ? value : key;
  if (/^__secure-/i.test(name)) return secure && key !== '';
  return !/^__host-/i.test(name) || (secure && key !== '' && !domain && path === '/');
}

/** A page over http, which may have been altered, cannot overlay a `Secure` cookie (RFC 6265bis §5.7, step 19). */
function hidesSecure({ key, domain, path }: StoredCookie, url: URL, known: readonly Cookie[]): boolean {
  if (isTrustworthy(url)) return false;
  const host = domain ?? url.hostname;
  return known.some(
    (cookie) =>
      cookie.secure &&
      cookie.name === key &&
      (isUnder(host, cookie.host) || isUnder(cookie.host, host)) &&
      (path ?? url.pathname).startsWith(cookie.path),
  );
}

const isUnder = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

function readStored(cookie: StoredCookie): Cookie {
  const { sameSite } = cookie;
  return {
    name: cookie.key,
    value: cookie.value,
    host: cookie.domain ?? '',
    hostOnly: cookie.hostOnly ?? true,
    path: cookie.path ?? '/',
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    sameSite: sameSite === 'strict' || sameSite === 'none' ? sameSite : 'lax',
    expiresAtMs: expiryOf(cookie),
  };
}

function expiryOf(cookie: StoredCookie): number | undefined {
  const at = cookie.expiryTime();
  return at === undefined || !Number.isFinite(at) ? undefined : at;
}

const isLive = ({ expiresAtMs }: Cookie) => (expiresAtMs ?? Number.POSITIVE_INFINITY) > Date.now();
