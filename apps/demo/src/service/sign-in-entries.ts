import { type Encryption, GaranceError, type Level, type Platform } from '@garance/core';

export const signInEntryNames = ['franceconnect', 'plusSubstantial', 'plusHigh'] as const;
export type SignInEntryName = (typeof signInEntryNames)[number];

/** One way into the demo service: which platform, which level, how its tokens are protected. */
export interface SignInEntry {
  readonly name: SignInEntryName;
  /** Last segment of its addresses: `/sign-in/{path}`, `/callback/{path}`. */
  readonly path: string;
  readonly platform: Platform;
  readonly level: Level;
  /** What the service asks for: all it is registered for. */
  readonly scopes: readonly string[];
  readonly authMethod: 'client_secret_post' | 'private_key_jwt';
  /** When set, a token that is not encrypted so is refused. */
  readonly encryption?: Encryption;
  /** The trade name on its button. */
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
  const entry = Object.values(signInEntries).find((one) => one.path === path);
  if (entry === undefined) throw new GaranceError('general.not_found');
  return entry;
}
