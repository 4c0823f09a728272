import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const lowerLevel = defineScenario({
  id: 'id-token.lower-level',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'Niveau atteint plus bas que le niveau demandé',
    en: 'Level reached lower than the level asked',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 12; Garance, platforms: Authorization request (acr_values)',
  level: 'platform',
  platforms: ['plus'],
  fault: { at: 'id_token', claims: { set: { acr: { json: 'eidas1' } } } },
  does: {
    fr: 'Le service demande eidas2 ou eidas3\u00a0; l’id_token, signé de la vraie clé, dit acr\u00a0: eidas1.',
    en: 'The service asks for eidas2 or eidas3; the id_token, signed with the true key, says acr: eidas1.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Gardez le niveau demandé dans la session et refusez un acr plus bas, dans l’ordre eidas1 < eidas2 < eidas3. Les bibliothèques ne le font pas d’elles-mêmes\u00a0: lisez claims().acr après l’échange du code.',
    en: 'Keep the level asked for in the session and refuse a lower acr, in the order eidas1 < eidas2 < eidas3. Libraries do not do it by themselves: read claims().acr after the code exchange.',
  },
});
