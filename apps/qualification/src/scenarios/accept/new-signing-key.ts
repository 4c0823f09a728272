import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const newSigningKey = defineScenario({
  id: 'accept.new-signing-key',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Clé de signature publiée depuis le démarrage du service',
    en: 'A signing key published since the service started',
  },
  clause: 'OpenID Connect Core 1.0 §10.1.1',
  level: 'standard',
  slow: true,
  fault: { at: 'id_token', jose: 'newly-published-signing-key' },
  does: {
    fr: 'Le hub publie une nouvelle clé de signature dans jwks_uri et signe avec elle.',
    en: 'The hub publishes a new signing key at jwks_uri and signs with it.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Quand le kid est inconnu, relisez jwks_uri (au plus une fois par minute)\u00a0: createRemoteJWKSet (jose) et openid-client le font. Ne copiez pas les clés du hub dans votre configuration.',
    en: 'When the kid is unknown, read jwks_uri again (once a minute at most): createRemoteJWKSet (jose) and openid-client do. Do not copy the hub’s keys into your configuration.',
  },
});
