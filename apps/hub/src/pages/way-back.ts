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

/** Link to the home page of the hub, when there is no service to go back to. */
export function homeLabel(locale: Locale, platformName: string): string {
  return messages(locale).home(platformName);
}

export function backLabel(locale: Locale, serviceName: string): string {
  return messages(locale).back(serviceName);
}

/** Link to the current page of this browser's login. */
export function loginLabel(locale: Locale): string {
  return messages(locale).login;
}

/** Name and address of a service, for error pages. */
export interface KnownService {
  readonly name: string;
  readonly href: string;
  /** The languages that it requested. */
  readonly uiLocales: AuthorizationRequest['uiLocales'];
}

/**
 * Where a person finds the service again when their login is gone: its registered site, else the home of the redirect
 * URI, which the registration still contains. Contains nothing else of the request.
 */
export function homeOf(
  { displayName, siteUrl }: Pick<Registration, 'displayName' | 'siteUrl'>,
  { redirectUri, uiLocales }: Pick<AuthorizationRequest, 'redirectUri' | 'uiLocales'>,
): KnownService {
  return { name: displayName, href: siteUrl ?? `${new URL(redirectUri).origin}/`, uiLocales };
}

/** The same without a login: the home of the first redirect URI. */
export function homeOfService(
  registration: Pick<Registration, 'displayName' | 'siteUrl' | 'redirectUris'>,
): KnownService | undefined {
  const [redirectUri] = registration.redirectUris;
  return redirectUri === undefined ? undefined : homeOf(registration, { redirectUri, uiLocales: [] });
}

/** An active service by its client_id, for pages without a login. */
export function findService(
  registry: Pick<Registry, 'findRegistration'>,
  clientId: string | undefined,
): KnownService | undefined {
  const registration = clientId === undefined ? undefined : registry.findRegistration(clientId);
  return registration?.status === 'active' ? homeOfService(registration) : undefined;
}
