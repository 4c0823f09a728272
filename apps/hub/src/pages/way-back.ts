import type { Registration } from '@garance/core';
import type { AuthorizationRequest } from '@garance/oidc';
import { createMessages, type Locale } from '@garance/web/view';
import type { Registry } from '../registry.ts';

const messages = createMessages({
  fr: {
    back: (service: string) => `Retourner sur ${service}`,
    home: (platform: string) => `Aller à l’accueil de ${platform}`,
    login: 'Reprendre la connexion',
  },
  en: {
    back: (service) => `Go back to ${service}`,
    home: (platform) => `Go to the home page of ${platform}`,
    login: 'Go on signing in',
  },
});

/** Where there is no service to go back to: what this site is. */
export function homeLabel(locale: Locale, platformName: string): string {
  return messages(locale).home(platformName);
}

export function backLabel(locale: Locale, serviceName: string): string {
  return messages(locale).back(serviceName);
}

/** Where the login of this browser has gone on meanwhile. */
export function loginLabel(locale: Locale): string {
  return messages(locale).login;
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

/** A service that is still active, by its client_id: for pages that know of no login. */
export function findService(
  registry: Pick<Registry, 'findRegistration'>,
  clientId: string | undefined,
): KnownService | undefined {
  const registration = clientId === undefined ? undefined : registry.findRegistration(clientId);
  return registration?.status === 'active' ? homeOfService(registration) : undefined;
}
