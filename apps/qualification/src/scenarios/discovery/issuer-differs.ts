import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const issuerDiffers = defineScenario({
  id: 'discovery.issuer-differs',
  family: 'discovery',
  kind: 'refuse',
  title: {
    fr: 'Document de découverte d’un autre émetteur',
    en: 'Discovery document of another issuer',
  },
  clause: 'OpenID Connect Discovery 1.0 §4.3; RFC 8414 §3.3',
  level: 'standard',
  needs: ['rehearsal-issuer'],
  fault: { at: 'discovery', set: { issuer: { reserved: 'issuer' } } },
  does: {
    fr: 'L’émetteur de répétition donne un document de découverte dont issuer n’est pas le sien.',
    en: 'The rehearsal issuer gives a discovery document whose issuer is not its own.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Comparez issuer du document à l’adresse configurée, et refusez un document qui en nomme un autre\u00a0: discovery (openid-client), ClientRegistrations.fromIssuerLocation (Spring Security) le font. Ne prenez pas l’émetteur du document pour référence.',
    en: 'Compare the document’s issuer with the configured address and refuse a document that names another: discovery (openid-client) and ClientRegistrations.fromIssuerLocation (Spring Security) do. Do not take the document’s issuer as the reference.',
  },
});
