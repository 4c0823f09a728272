/** Checks of everything but tokens: discovery, callback, token answer, userinfo answer, return from logout. */
import type { Checks } from '../types.ts';

export const discoveryChecks: Checks['discovery'] = [
  {
    name: 'issuer',
    clause: 'OpenID Connect Discovery 1.0 §4.3',
    holds: ({ document, issuer }) => document.issuer === issuer,
  },
];

/** In this order: an error belongs to the hub only once `iss` says so. */
export const callbackChecks: Checks['callback'] = [
  {
    name: 'single-parameters',
    clause: 'RFC 6749 §3.1',
    holds: ({ params }) => new Set(params.keys()).size === [...params.keys()].length,
  },
  {
    name: 'iss-present',
    clause: 'RFC 9207 §2.4',
    holds: ({ params, metadata }) =>
      !metadata.authorization_response_iss_parameter_supported || params.has('iss'),
  },
  {
    name: 'iss',
    clause: 'RFC 9207 §2.4',
    holds: ({ params, issuer }) => !params.has('iss') || params.get('iss') === issuer,
  },
];

export const tokenAnswerChecks: Checks['tokenAnswer'] = [
  {
    name: 'access_token',
    clause: 'RFC 6749 §5.1',
    holds: ({ body }) => typeof body.access_token === 'string' && body.access_token !== '',
  },
  {
    name: 'token_type',
    clause: 'RFC 6749 §5.1: case insensitive',
    holds: ({ body }) => typeof body.token_type === 'string' && body.token_type.toLowerCase() === 'bearer',
  },
  {
    name: 'id_token',
    clause: 'OpenID Connect Core 1.0 §3.1.3.3',
    holds: ({ body }) => typeof body.id_token === 'string' && body.id_token !== '',
  },
];

export const logoutReturnChecks: Checks['logoutReturn'] = [
  {
    name: 'state',
    clause: 'OpenID Connect RP-Initiated Logout 1.0 §3',
    holds: ({ state, expected }) => expected !== undefined && state === expected,
  },
];
