import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const wrongIssuer = defineScenario({
  id: 'id-token.wrong-issuer',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token d’un autre émetteur',
    en: 'id_token of another issuer',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 2',
  level: 'standard',
  fault: { at: 'id_token', claims: { set: { iss: { reserved: 'issuer' } } } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token dont iss est un émetteur réservé, qui n’existe pas.',
    en: 'The hub signs, with its true key, an id_token whose iss is a reserved issuer that does not exist.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Comparez iss, caractère pour caractère, à l’issuer du document de découverte. C’est l’option issuer de jwtVerify (jose), setExpectedIssuer (jose4j), JwtValidators.createDefaultWithIssuer (Spring Security)\u00a0; openid-client le fait toujours.',
    en: 'Compare iss, character for character, with the issuer of the discovery document. It is the option issuer of jwtVerify (jose), setExpectedIssuer (jose4j), JwtValidators.createDefaultWithIssuer (Spring Security); openid-client always does it.',
  },
});
