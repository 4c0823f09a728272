import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const atHashAbsent = defineScenario({
  id: 'accept.at-hash-absent',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'id_token sans at_hash',
    en: 'id_token without at_hash',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.6 (at_hash OPTIONAL)',
  level: 'standard',
  fault: { at: 'id_token', claims: { drop: ['at_hash'] } },
  does: {
    fr: 'Le hub signe un id_token sans at_hash, qui est facultatif quand un code est échangé.',
    en: 'The hub signs an id_token without at_hash, which is optional where a code is exchanged.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Comparez at_hash quand il est là, et n’exigez pas qu’il y soit\u00a0: dans le parcours par code, le jeton d’accès vient de la même réponse.',
    en: 'Compare at_hash when it is there, and do not require it: in the code flow the access token comes from the same answer.',
  },
});
