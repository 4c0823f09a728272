import type { DemoProviderId } from '../persons/person.ts';
import type { DemoProviderProfile } from './demo-provider.ts';

/**
 * The three demo identity providers, with invented names. They differ in signature algorithm, encryption algorithm and
 * levels, so that a hub is tested with each.
 */
export const demoProviderProfiles: Readonly<Record<DemoProviderId, DemoProviderProfile>> = {
  low: {
    id: 'low',
    name: { fr: 'Compte Réséda', en: 'Réséda account' },
    levels: ['eidas1'],
    idTokenSigningAlg: 'RS256',
    colour: { strong: '#0b6b3a', soft: '#e9f5ee' },
  },
  substantial: {
    id: 'substantial',
    name: { fr: 'Identité Pastel', en: 'Pastel identity' },
    levels: ['eidas1', 'eidas2'],
    idTokenSigningAlg: 'ES256',
    encryption: { alg: 'RSA-OAEP-256', enc: 'A256GCM' },
    colour: { strong: '#1f4e9c', soft: '#e9f0fb' },
  },
  high: {
    id: 'high',
    name: { fr: 'Carte Orseille', en: 'Orseille card' },
    levels: ['eidas1', 'eidas2', 'eidas3'],
    idTokenSigningAlg: 'ES256',
    encryption: { alg: 'ECDH-ES', enc: 'A256GCM' },
    colour: { strong: '#6b2a86', soft: '#f4ecf8' },
  },
};
