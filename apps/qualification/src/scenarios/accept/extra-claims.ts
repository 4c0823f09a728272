import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const extraClaims = defineScenario({
  id: 'accept.extra-claims',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Informations supplémentaires inconnues',
    en: 'Unknown extra claims',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.3 and §5.3.2; RFC 7519 §4',
  level: 'standard',
  extraClaims: {
    rehearsal_text: 'unknown to every service',
    rehearsal_list: [1, 2, 3],
    rehearsal_object: { inside: true },
  },
  does: {
    fr: 'Le hub ajoute à l’id_token et à userinfo des informations que le service ne connaît pas.',
    en: 'The hub adds to the id_token and to userinfo claims that the service does not know.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Ignorez ce que vous ne connaissez pas\u00a0: pas de schéma strict sur les réponses (zod\u00a0: z.object sans .strict()\u00a0; Jackson\u00a0: FAIL_ON_UNKNOWN_PROPERTIES à false).',
    en: 'Ignore what you do not know: no strict schema on answers (zod: z.object without .strict(); Jackson: FAIL_ON_UNKNOWN_PROPERTIES false).',
  },
});
