import type { DemoProviderProfile } from '../demo-provider.ts';

/** The invented provider for professionals; it stands for ProConnect. */
export const professionalsProfile: DemoProviderProfile = {
  id: 'professionals',
  name: { fr: 'Compte Agent', en: 'Agent account' },
  levels: ['eidas1'],
  idTokenSigningAlg: 'RS256',
  colour: { strong: '#7a4b00', soft: '#fbf3e6' },
};
