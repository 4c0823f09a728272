import type { Registration } from '@garance/core';
import type { AuthorizationRequest } from '@garance/oidc';
import { createMessages, type Locale } from '@garance/web/view';

const messages = createMessages({
  fr: { back: (service: string) => `Retourner sur ${service}` },
  en: { back: (service) => `Go back to ${service}` },
});

export function backLabel(locale: Locale, serviceName: string): string {
  return messages(locale).back(serviceName);
}

/** A service as an error page names it, and where it is. */
export interface KnownService {
  readonly name: string;
  readonly href: string;
  /** The languages that it asked for. */
  readonly uiLocales: AuthorizationRequest['uiLocales'];
}

/**
 * Where a person finds the service again when their login is gone: its registered site, else the home of the redirect URI,
 * which the registration still owns. Nothing of the request itself is in it.
 */
export function homeOf(
  { displayName, siteUrl }: Pick<Registration, 'displayName' | 'siteUrl'>,
  { redirectUri, uiLocales }: Pick<AuthorizationRequest, 'redirectUri' | 'uiLocales'>,
): KnownService {
  return { name: displayName, href: siteUrl ?? `${new URL(redirectUri).origin}/`, uiLocales };
}

/** The same where there is no login: the home of its first redirect URI. */
export function homeOfService(
  registration: Pick<Registration, 'displayName' | 'siteUrl' | 'redirectUris'>,
): KnownService | undefined {
  const [redirectUri] = registration.redirectUris;
  return redirectUri === undefined ? undefined : homeOf(registration, { redirectUri, uiLocales: [] });
}
