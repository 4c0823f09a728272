import type { ErrorDefinition } from './definition.ts';

const citizen = {
  fr: 'La demande de déconnexion est incorrecte. Retournez sur le service pour vous déconnecter.',
  en: 'The sign-out request is not correct. Go back to the service to sign out.',
};

/** Errors of RP-initiated logout. All are shown on a page: no redirect to an unproven address. */
export const logoutErrors = {
  'logout.parameter_repeated': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen,
    operator: 'A parameter is sent more than once.',
    clause: 'RFC 6749 3.1',
  },
  'logout.state_too_long': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen,
    operator: 'state is longer than 2048 characters.',
    clause: 'OpenID Connect RP-Initiated Logout 2',
  },
  'logout.hint_malformed': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen,
    operator:
      'id_token_hint is not a signed id_token in compact form (an encrypted one must be decrypted by the service first). At the logout it counts as no hint: the person is asked.',
    clause: 'OpenID Connect RP-Initiated Logout 2',
  },
  'logout.hint_not_ours': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen,
    operator: 'id_token_hint was not issued and signed by this hub.',
    clause: 'OpenID Connect RP-Initiated Logout 4',
  },
  'logout.client_mismatch': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen,
    operator: 'client_id is not the audience of id_token_hint.',
    clause: 'OpenID Connect RP-Initiated Logout 2',
  },
  'logout.client_unknown': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen,
    operator: 'The client is not registered on this platform and environment.',
    clause: 'OpenID Connect RP-Initiated Logout 2',
  },
  'logout.redirect_uri_mismatch': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen,
    operator: 'post_logout_redirect_uri is not, byte for byte, one of the registered ones.',
    clause: 'OpenID Connect RP-Initiated Logout 3',
  },
} as const satisfies Record<string, ErrorDefinition>;
