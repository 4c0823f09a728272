import { defineScenario } from '../../vocabulary/scenario.ts';
import { failed, inconclusive, passed } from '../judgements.ts';

export const usesDiscovery = defineScenario({
  id: 'requests.uses-discovery',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'Le service lit le document de découverte', en: 'The service reads the discovery document' },
  clause: 'OpenID Connect Discovery 1.0 §4; Garance, qualification: Requests',
  level: 'platform',
  needs: ['rehearsal-issuer'],
  does: {
    fr: 'L’émetteur de répétition note qui lit son document de découverte et ses clés.',
    en: 'The rehearsal issuer notes who reads its discovery document and its keys.',
  },
  expects: {
    fr: 'Le service lit le document de découverte, au lieu de porter les adresses et les clés dans sa configuration.',
    en: 'The service reads the discovery document instead of carrying addresses and keys in its configuration.',
  },
  advice: {
    fr: 'Donnez à votre bibliothèque l’adresse de l’émetteur seule\u00a0: discovery(new URL(issuer), …) (openid-client), issuer-uri (Spring Security), OIDCProviderMetadataURL (mod_auth_openidc). Les changements de la plateforme vous parviennent alors sans livraison.',
    en: 'Give your library the issuer’s address alone: discovery(new URL(issuer), …) (openid-client), issuer-uri (Spring Security), OIDCProviderMetadataURL (mod_auth_openidc). Changes of the platform then reach you without a release.',
  },
  judge({ logins }) {
    const kinds = new Set(logins.flatMap((login) => login.map(({ kind }) => kind)));
    if (kinds.has('discovery')) return passed;
    if (kinds.has('jwks')) {
      return failed(
        'Le service a lu les clés sans avoir lu le document de découverte\u00a0: leur adresse est écrite dans sa configuration.',
        'The service read the keys without having read the discovery document: their address is written in its configuration.',
      );
    }
    return inconclusive(
      'Ni le document de découverte ni les clés n’ont été lus pendant les connexions observées\u00a0: redémarrez l’instance de test, puis relancez.',
      'Neither the discovery document nor the keys were read during the logins watched: restart the test instance, then run again.',
    );
  },
});
