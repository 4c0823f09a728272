/** Addresses of a hub, all under its issuer. The paths are those of FranceConnect v2, which clients already use. */
export interface HubEndpoints {
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
  readonly jwks: string;
  readonly pushedAuthorizationRequest: string;
  readonly revocation: string;
  readonly endSession: string;
}

/** Paths below the issuer's path. */
export const endpointPaths = {
  authorization: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  jwks: '/jwks',
  pushedAuthorizationRequest: '/par',
  revocation: '/token/revocation',
  endSession: '/session/end',
} as const satisfies HubEndpoints;

/** @param issuer without trailing slash @returns the absolute addresses of its endpoints */
export function hubEndpoints(issuer: string): HubEndpoints {
  return {
    authorization: issuer + endpointPaths.authorization,
    token: issuer + endpointPaths.token,
    userinfo: issuer + endpointPaths.userinfo,
    jwks: issuer + endpointPaths.jwks,
    pushedAuthorizationRequest: issuer + endpointPaths.pushedAuthorizationRequest,
    revocation: issuer + endpointPaths.revocation,
    endSession: issuer + endpointPaths.endSession,
  };
}
