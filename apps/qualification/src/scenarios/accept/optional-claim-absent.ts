import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const optionalClaimAbsent = defineScenario({
  id: 'accept.optional-claim-absent',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Information facultative absente',
    en: 'Optional claim absent',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.2; Garance, identity: Pivot identity and other claims',
  level: 'standard',
  person: 'no-usage-name',
  does: {
    fr: 'La personne n’a pas de nom d’usage\u00a0: preferred_username n’est pas dans la réponse.',
    en: 'The person has no usage name: preferred_username is not in the answer.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'N’exigez que les informations que la plateforme garantit. preferred_username peut manquer\u00a0: affichez alors family_name.',
    en: 'Require only the claims that the platform guarantees. preferred_username may be missing: show family_name then.',
  },
});
