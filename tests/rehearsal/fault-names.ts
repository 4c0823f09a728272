import { joseFaults, userinfoJoseFaults } from '@garance/qualification';

/** Every fault in the protection of an id_token or of userinfo. */
export const joseNames = [...joseFaults, ...userinfoJoseFaults] as const;

export const claimName = ['iss', 'aud', 'azp', 'sub', 'client_id', 'nonce', 'exp', 'acr', 'email'] as const;
