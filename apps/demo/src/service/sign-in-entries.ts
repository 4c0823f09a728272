import { type Encryption, GaranceError, type Level, type Platform } from '@garance/core';

export const signInEntryNames = ['franceconnect', 'plusSubstantial', 'plusHigh'] as const;
export type SignInEntryName = (typeof signInEntryNames)[number];

/** A sign-in entry of the demo service: one button with its platform, level, and protection of tokens. Each is one client. */
export interface SignInEntry {
  readonly name: SignInEntryName;
  /** Last segment of its addresses: `/sign-in/{path}`, `/callback/{path}`. */
  readonly path: string;
  readonly platform: Platform;
  readonly level: Level;
  /** Scopes to request: all that the service is registered for. */
  readonly scopes: readonly string[];
  readonly authMethod: 'client_secret_post' | 'private_key_jwt';
  /** When set, every other token is refused, unencrypted ones included. */
  readonly encryption?: Encryption;
  /** Trade name on the button. */
  readonly brand: 'FranceConnect' | 'FranceConnect+';
}

const plusScopes = ['openid', 'identite_pivot', 'email', 'preferred_username', 'rnipp_identite_pivot'];

export const signInEntries: Readonly<Record<SignInEntryName, SignInEntry>> = {
  franceconnect: {
    name: 'franceconnect',
    path: 'franceconnect',
    platform: 'standard',
    level: 'eidas1',
    scopes: ['openid', 'identite_pivot', 'email', 'preferred_username'],
    authMethod: 'client_secret_post',
    brand: 'FranceConnect',
  },
  plusSubstantial: {
    name: 'plusSubstantial',
    path: 'plus-substantial',
    platform: 'plus',
    level: 'eidas2',
    scopes: plusScopes,
    authMethod: 'private_key_jwt',
    encryption: { alg: 'RSA-OAEP-256', enc: 'A256GCM' },
    brand: 'FranceConnect+',
  },
  plusHigh: {
    name: 'plusHigh',
    path: 'plus-high',
    platform: 'plus',
    level: 'eidas3',
    scopes: plusScopes,
    authMethod: 'private_key_jwt',
    encryption: { alg: 'ECDH-ES', enc: 'A256GCM' },
    brand: 'FranceConnect+',
  },
};

/**
 * The entry with this path.
 * @throws GaranceError `general.not_found`
 */
export function getSignInEntry(path: string): SignInEntry {
  const entry = Object.values(signInEntries).find((candidate) => candidate.path === path);
  if (entry === undefined) throw new GaranceError('general.not_found');
  return entry;
}
