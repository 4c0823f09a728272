import { platformLevels, type Registration } from '@garance/core';
import { type HubEndpoints, hubEndpoints } from '@garance/oidc';

/** Input of every configuration: the registration on the hub, and the hub's own address. */
export interface Settings {
  readonly issuer: string;
  readonly discovery: string;
  readonly endpoints: HubEndpoints;
  readonly registration: Registration;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly scope: string;
  /** Level to request when the service does not choose one. */
  readonly acr: string;
  readonly usesSecret: boolean;
}

export function settingsOf(registration: Registration, issuer: string): Settings {
  const [redirectUri = ''] = registration.redirectUris;
  const [postLogoutRedirectUri = ''] = registration.postLogoutRedirectUris;
  return {
    issuer,
    discovery: `${issuer}/.well-known/openid-configuration`,
    endpoints: hubEndpoints(issuer),
    registration,
    redirectUri,
    postLogoutRedirectUri,
    scope: registration.scopes.join(' '),
    acr: platformLevels[registration.platform].served[0],
    usesSecret: registration.auth.method !== 'private_key_jwt',
  };
}

/** A text in double quotes that JSON, YAML, Python, JavaScript and Apache all read alike. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Joins the lines; `false` ones are left out. */
export function lines(...all: readonly (string | false)[]): string {
  return `${all.filter((line) => line !== false).join('\n')}\n`;
}

/** Placeholder for the secret, which is shown once, on another page. */
export const secretPlaceholder = 'YOUR_CLIENT_SECRET';
