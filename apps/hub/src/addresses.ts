/** The addresses of this hub that appear outside their own route: everything hangs under the issuer. */

/** Path of the issuer, as `URL` gives it; without parsing the address at every request. */
export function pathOf(issuer: string): string {
  return issuer.replace(/^\w+:\/\/[^/]*/, '') || '/';
}

/** One redirect URI per provider: an answer of A at the callback of B is recognised (mix-up, RFC 9700 §4.4). */
export function callbackUri(issuer: string, providerId: string): string {
  return `${issuer}/oidc-callback/${providerId}`;
}

/** Where an identity provider sends the browser after its own logout. */
export function providerReturnUri(issuer: string): string {
  return `${issuer}/logout/provider-return`;
}

/** Below the issuer: where a service asks for a logout. */
export const endSessionPath = '/session/end';

/** Below the issuer: where "this was not me" leads. */
export const signInReportPath = '/sign-in-report';

export function interactionUrl(issuer: string, id: string): string {
  return `${issuer}/interaction/${id}`;
}

/** Where a login leaves the hub: to the provider, or back to the service. */
export function onwardUrl(issuer: string, id: string): string {
  return `${issuer}/interaction/${id}/onward`;
}

/** How a login ended, for a person who comes back to it. */
export function endedUrl(issuer: string, id: string): string {
  return `${issuer}/interaction/${id}/ended`;
}

export function consentUrl(issuer: string, id: string): string {
  return `${issuer}/interaction/${id}/consent`;
}
