import { defineScenario } from '../../vocabulary/scenario.ts';
import { failed, notApplicable, passed } from '../judgements.ts';
import { list } from './facts.ts';

export const publishedKeys = defineScenario({
  id: 'requests.published-keys',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'Clés publiées par le service', en: 'Keys published by the service' },
  clause: 'RFC 7517 §4.5 and §5; OpenID Connect Core 1.0 §10; Garance, platforms: Tokens',
  level: 'standard',
  needs: ['published-keys'],
  does: {
    fr: 'Le hub lit les clés que le service publie, comme avant chaque chiffrement.',
    en: 'The hub reads the keys that the service publishes, as before each encryption.',
  },
  expects: {
    fr: 'Le jeu de clés est joignable, contient une clé utilisable, des kid uniques, aucune partie privée, et des tailles suffisantes.',
    en: 'The key set is reachable, holds a usable key, unique kid values, no private part, and sufficient sizes.',
  },
  advice: {
    fr: 'Publiez seulement la partie publique (exportJWK de la clé publique avec jose), avec kid, use et alg\u00a0; RSA de 2048 bits au moins, EC P-256. Si une partie privée a été publiée, la clé est perdue\u00a0: remplacez-la aujourd’hui.',
    en: 'Publish the public part only (exportJWK of the public key with jose), with kid, use and alg; RSA of 2048 bits or more, EC P-256. If a private part was published the key is lost: replace it today.',
  },
  judge({ service: { jwks } }) {
    if (jwks === undefined) {
      return notApplicable('Le service ne publie pas de clés.', 'The service publishes no keys.');
    }
    if (!jwks.reachable) {
      return failed(
        'Le jeu de clés du service n’a pas pu être lu.',
        'The service’s key set could not be read.',
      );
    }
    if (jwks.findings.length === 0) return passed;
    return failed(
      `Dans le jeu de clés\u00a0: ${list(jwks.findings)}.`,
      `In the key set: ${list(jwks.findings)}.`,
    );
  },
});
