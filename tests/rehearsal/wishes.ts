import { joseFaults, userinfoJoseFaults } from '@garance/qualification';

/** Every way to protect a token wrongly that the vocabulary knows at either place. */
export const joseNames = [...joseFaults, ...userinfoJoseFaults] as const;

export const claimName = ['iss', 'aud', 'azp', 'sub', 'client_id', 'nonce', 'exp', 'acr', 'email'] as const;
