import { levels, platformLevels } from '@garance/core';
import { defineScenario } from '../../vocabulary/scenario.ts';
import { failed, passed } from '../judgements.ts';
import { authorizeFacts, list, nothingSeen } from './facts.ts';

export const acrValues = defineScenario({
  id: 'requests.acr-values',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'Niveau demandé expressément', en: 'Level asked for expressly' },
  clause: 'Garance, platforms: Authorization request (acr_values); OpenID Connect Core 1.0 §3.1.2.1',
  level: 'platform',
  does: {
    fr: 'Le hub lit acr_values dans chaque demande.',
    en: 'The hub reads acr_values in each request.',
  },
  expects: {
    fr: 'Chaque demande nomme un niveau que cette plateforme sert\u00a0: eidas1 sur la plateforme standard, eidas2 ou eidas3 sur la plateforme plus.',
    en: 'Each request names a level that this platform serves: eidas1 on the standard platform, eidas2 or eidas3 on the plus platform.',
  },
  advice: {
    fr: 'Ajoutez acr_values à la demande\u00a0: authorizationParams (passport, express-openid-connect), parameters de buildAuthorizationUrl (openid-client), OIDCAuthRequestParams (mod_auth_openidc). Ne comptez pas sur la valeur par défaut\u00a0: dites le niveau que la démarche exige.',
    en: 'Add acr_values to the request: authorizationParams (passport, express-openid-connect), parameters of buildAuthorizationUrl (openid-client), OIDCAuthRequestParams (mod_auth_openidc). Do not count on the default: say the level that the procedure requires.',
  },
  judge(seen) {
    const requests = authorizeFacts(seen);
    if (requests.length === 0) return nothingSeen('authorize');
    const absent = requests.filter(({ acrValues = '' }) => acrValues.trim() === '').length;
    if (absent > 0) {
      return failed(
        `${absent} demandes sur ${requests.length} n’ont pas acr_values.`,
        `${absent} requests of ${requests.length} have no acr_values.`,
      );
    }
    const { served } = platformLevels[seen.service.platform];
    for (const { acrValues = '' } of requests) {
      const named = acrValues.split(' ').filter((value) => levels.some((level) => level === value));
      if (!named.some((value) => served.some((level) => level === value))) {
        return failed(
          `acr_values ne nomme aucun niveau que cette plateforme sert (${list(served)}).`,
          `acr_values names no level that this platform serves (${list(served)}).`,
        );
      }
    }
    return passed;
  },
});
