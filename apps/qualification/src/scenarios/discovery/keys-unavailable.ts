import { defineScenario } from '../../vocabulary/scenario.ts';

export const keysUnavailable = defineScenario({
  id: 'discovery.keys-unavailable',
  family: 'discovery',
  kind: 'accept',
  title: {
    fr: 'Clés momentanément indisponibles',
    en: 'Keys unavailable for a moment',
  },
  clause: 'Garance, qualification: Discovery and keys; OpenID Connect Core 1.0 §10.1.1',
  level: 'recommended',
  needs: ['rehearsal-issuer'],
  fault: { at: 'jwks', answer: { status: 500, body: 'server-error' } },
  does: {
    fr: 'L’émetteur de répétition, dont les clés ont déjà été lues, répond 500 à jwks_uri.',
    en: 'The rehearsal issuer, whose keys have been read before, answers 500 at jwks_uri.',
  },
  expects: {
    fr: 'Le service continue avec les clés qu’il a gardées\u00a0: la personne est connectée.',
    en: 'The service goes on with the keys that it has kept: the person is signed in.',
  },
  advice: {
    fr: 'Gardez en mémoire le dernier jeu de clés lu, et ne le relisez que lorsqu’un kid est inconnu ou après dix minutes\u00a0: une panne courte de la plateforme n’arrête alors personne. createRemoteJWKSet (jose)\u00a0: cacheMaxAge.',
    en: 'Keep the last key set in memory, and read it again only when a kid is unknown or after ten minutes: a short outage of the platform then stops nobody. createRemoteJWKSet (jose): cacheMaxAge.',
  },
});
