/** The addresses of this hub that are used outside their own route; all are below the issuer. */

/** Path of the issuer, as `URL` gives it; without parsing the address at every request. */
export function pathOf(issuer: string): string {
  return issuer.replace(/^\w+:\/\/[^/]*/, '') || '/';
}

/** One redirect URI per provider, so that an answer of A at the callback of B is detected (mix-up, RFC 9700 §4.4). */
export function callbackUri(issuer: string, providerId: string): string {
  return `${issuer}/oidc-callback/${providerId}`;
}

/** Where an identity provider sends the browser after its own logout. */
export function providerReturnUri(issuer: string): string {
  return `${issuer}/logout/provider-return`;
}

/** Path of the end session endpoint, below the issuer. */
export const endSessionPath = '/session/end';

/** Path of the page behind "this was not me", below the issuer. */
export const signInReportPath = '/sign-in-report';

export function interactionUrl(issuer: string, id: string): string {
  return `${issuer}/interaction/${id}`;
}

/** Page on which a login leaves the hub: to the provider, or back to the service. */
export function onwardUrl(issuer: string, id: string): string {
  return `${issuer}/interaction/${id}/onward`;
}

/** Page that shows how a login ended, when the person comes back to it. */
export function endedUrl(issuer: string, id: string): string {
  return `${issuer}/interaction/${id}/ended`;
}

export function consentUrl(issuer: string, id: string): string {
  return `${issuer}/interaction/${id}/consent`;
}
