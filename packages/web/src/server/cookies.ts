import type { Environment, Platform } from '@garance/core';

export interface CookieNameParts {
  /** Absent for apps that are not a hub: the partner space, the demo providers. */
  readonly platform?: Platform;
  readonly environment?: Environment;
  /** What the cookie is for: `transaction`, `browser`, `language`. */
  readonly purpose: string;
  /** Whether the site is https. */
  readonly secure: boolean;
}

/**
 * Name of a cookie. It contains platform and environment because ports do not isolate cookies (RFC 6265 §8.5): four hubs
 * on one machine would overwrite each other's. On https, `__Host-` keeps other hosts of the domain from setting it
 * (RFC 6265bis §4.1.3.2).
 * @returns `garance-<platform>-<environment>-<purpose>`, without the absent parts
 */
export function cookieName({ platform, environment, purpose, secure }: CookieNameParts): string {
  const parts = ['garance', platform, environment, purpose].filter((part) => part !== undefined);
  return `${secure ? '__Host-' : ''}${parts.join('-')}`;
}

export interface CookieOptions {
  readonly path: '/';
  readonly httpOnly: true;
  readonly sameSite: 'lax';
  readonly secure: boolean;
}

/**
 * Options of every cookie. `Lax`, because the identity provider's answer arrives by a top-level navigation.
 * @param secure whether the site is https
 */
export function cookieOptions(secure: boolean): CookieOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure };
}
