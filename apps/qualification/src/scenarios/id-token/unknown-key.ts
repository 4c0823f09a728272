import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const unknownKey = defineScenario({
  id: 'id-token.unknown-key',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token signé d’une clé inconnue',
    en: 'id_token signed with an unknown key',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 6 and §10.1.1',
  level: 'platform',
  fault: { at: 'id_token', jose: 'unknown-key' },
  does: {
    fr: 'L’id_token est signé d’une clé que le hub ne publie pas, sous un kid qu’il ne publie pas.',
    en: 'The id_token is signed with a key that the hub does not publish, under a kid that it does not publish.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'N’admettez que les clés de jwks_uri. Quand le kid est inconnu, relisez le jeu de clés une fois, puis refusez\u00a0: ne continuez pas sans vérifier.',
    en: 'Admit only the keys of jwks_uri. When the kid is unknown, read the key set again once, then refuse: do not go on unverified.',
  },
});
