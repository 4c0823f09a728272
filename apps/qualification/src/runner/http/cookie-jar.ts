import { isTrustworthy } from './sites.ts';

export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Where it is sent: this very host, or its subdomains too. The port plays no part (RFC 6265 §8.5). */
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
  /** Takes one `Set-Cookie` line as a browser does; what a browser refuses is dropped. */
  set(url: URL, line: string): void;
  /** Puts a cookie there as it is. */
  put(cookie: Cookie): void;
  header(url: URL, navigation: { readonly sameSite: boolean; readonly safeMethod: boolean }): string;
  list(host?: string): readonly Cookie[];
  find(host: string, name: string | RegExp): Cookie | undefined;
  delete(host: string, name: string): void;
  clear(): void;
}

const maxBytes = 4096;

/** A cookie jar by RFC 6265bis: hosts without ports, paths, `Secure`, `SameSite`, the `__Host-` and `__Secure-` prefixes. */
export function createCookieJar(initial: readonly Cookie[] = []): CookieJar {
  const cookies = new Map<string, Cookie>();
  const keyOf = ({ host, path, name }: Cookie) => JSON.stringify([host, path, name]);
  for (const cookie of initial) cookies.set(keyOf(cookie), cookie);
  const live = () =>
    [...cookies.values()].filter(({ expiresAtMs }) => (expiresAtMs ?? Infinity) > Date.now());

  return {
    set(url, line) {
      const cookie = parseSetCookie(url, line);
      if (cookie === undefined) return;
      if ((cookie.expiresAtMs ?? Infinity) <= Date.now()) cookies.delete(keyOf(cookie));
      else cookies.set(keyOf(cookie), cookie);
    },
    put: (cookie) => void cookies.set(keyOf(cookie), cookie),
    header(url, navigation) {
      return live()
        .filter((cookie) => goesTo(cookie, url, navigation))
        .sort((a, b) => b.path.length - a.path.length)
        .map(({ name, value }) => (name === '' ? value : `${name}=${value}`))
        .join('; ');
    },
    list: (host) => live().filter((cookie) => host === undefined || cookie.host === host),
    find: (host, name) =>
      live().find(
        (cookie) =>
          cookie.host === host && (typeof name === 'string' ? cookie.name === name : name.test(cookie.name)),
      ),
    delete(host, name) {
      for (const [key, cookie] of cookies)
        if (cookie.host === host && cookie.name === name) cookies.delete(key);
    },
    clear: () => cookies.clear(),
  };
}

function goesTo(
  cookie: Cookie,
  url: URL,
  navigation: { readonly sameSite: boolean; readonly safeMethod: boolean },
): boolean {
  const hostFits =
    url.hostname === cookie.host || (!cookie.hostOnly && url.hostname.endsWith(`.${cookie.host}`));
  if (!hostFits || !pathFits(cookie.path, url.pathname)) return false;
  if (cookie.secure && !isTrustworthy(url)) return false;
  if (navigation.sameSite || cookie.sameSite === 'none') return true;
  return cookie.sameSite === 'lax' && navigation.safeMethod;
}

function pathFits(cookiePath: string, path: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}

/** Undefined when a browser would drop it. */
function parseSetCookie(url: URL, line: string): Cookie | undefined {
  const [pair = '', ...rest] = line.split(';');
  const at = pair.indexOf('=');
  const name = at === -1 ? '' : pair.slice(0, at).trim();
  const value = pair.slice(at + 1).trim();
  if (Buffer.byteLength(name + value) > maxBytes || (name === '' && value === '')) return undefined;
  const attributes = new Map(
    rest.map((each) => {
      const [key = '', ...text] = each.split('=');
      return [key.trim().toLowerCase(), text.join('=').trim()] as const;
    }),
  );
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() || undefined;
  if (domain !== undefined && !mayName(domain, url.hostname)) return undefined;
  const path = attributes.get('path') ?? '';
  const cookie: Cookie = {
    name,
    value,
    host: domain ?? url.hostname,
    hostOnly: domain === undefined,
    path: path.startsWith('/') ? path : defaultPath(url),
    secure: attributes.has('secure'),
    httpOnly: attributes.has('httponly'),
    sameSite: readSameSite(attributes.get('samesite')),
    expiresAtMs: readExpiry(attributes),
  };
  return isAcceptable(cookie, url) ? cookie : undefined;
}

function mayName(domain: string, host: string): boolean {
  return domain === host || (domain.includes('.') && host.endsWith(`.${domain}`));
}

function isAcceptable(cookie: Cookie, url: URL): boolean {
  if (cookie.secure && !isTrustworthy(url)) return false;
  if (cookie.sameSite === 'none' && !cookie.secure) return false;
  if (/^__secure-/i.test(cookie.name) && !cookie.secure) return false;
  return !/^__host-/i.test(cookie.name) || (cookie.secure && cookie.hostOnly && cookie.path === '/');
}

function defaultPath({ pathname }: URL): string {
  const end = pathname.lastIndexOf('/');
  return end <= 0 ? '/' : pathname.slice(0, end);
}

function readSameSite(value: string | undefined): Cookie['sameSite'] {
  const known = value?.toLowerCase();
  return known === 'strict' || known === 'none' ? known : 'lax';
}

function readExpiry(attributes: ReadonlyMap<string, string>): number | undefined {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Date.now() + Number(maxAge) * 1000;
  const expires = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(expires) ? undefined : expires;
}
