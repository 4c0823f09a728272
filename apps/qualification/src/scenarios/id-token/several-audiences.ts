import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const severalAudiences = defineScenario({
  id: 'id-token.several-audiences',
  family: 'id-token',
  kind: 'refuse',
  cause: 'aud',
  title: {
    fr: 'id_token pour plusieurs services, émis pour un autre',
    en: 'id_token for several services, issued for another one',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 3 and 5',
  level: 'standard',
  fault: {
    at: 'id_token',
    claims: { set: { aud: { inArray: 'with-reserved-client' }, azp: { reserved: 'client' } } },
  },
  does: {
    fr: 'Le hub met dans aud votre client_id et celui d’un service réservé, et dans azp le service réservé.',
    en: 'The hub puts your client_id and a reserved client’s into aud, and the reserved client into azp.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Refusez un id_token dont aud contient un service en qui vous n’avez pas confiance, et un azp qui n’est pas votre client_id. Le plus simple\u00a0: exigez que aud soit exactement votre client_id, seul.',
    en: 'Refuse an id_token whose aud contains a client you do not trust, and an azp that is not your client_id. Simplest: require that aud is exactly your client_id, alone.',
  },
});
