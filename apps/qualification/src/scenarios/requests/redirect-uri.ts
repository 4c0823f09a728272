import { defineScenario } from '../../vocabulary/scenario.ts';
import { failed, passed } from '../judgements.ts';
import { authorizeFacts, list, nothingSeen } from './facts.ts';

export const redirectUri = defineScenario({
  id: 'requests.redirect-uri',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'Adresse de retour enregistrée', en: 'Registered redirect address' },
  clause: 'OpenID Connect Core 1.0 §3.1.2.1; RFC 9700 §2.1',
  level: 'standard',
  does: {
    fr: 'Le hub compare redirect_uri à celles de l’enregistrement, octet par octet.',
    en: 'The hub compares redirect_uri with the registered ones, byte by byte.',
  },
  expects: {
    fr: 'Chaque demande emploie une adresse de retour enregistrée, sans rien y ajouter.',
    en: 'Each request uses a registered redirect address, with nothing added.',
  },
  advice: {
    fr: 'Écrivez l’adresse de retour dans la configuration, au lieu de la déduire de l’en-tête Host\u00a0; gardez la page où revenir dans la session, pas dans redirect_uri.',
    en: 'Write the redirect address in the configuration instead of deriving it from the Host header; keep the page to return to in the session, not in redirect_uri.',
  },
  judge(seen) {
    const requests = authorizeFacts(seen);
    if (requests.length === 0) return nothingSeen('authorize');
    const registered = new Set(seen.service.redirectUris);
    const others = requests.map(({ redirectUri }) => redirectUri).filter((uri) => !registered.has(uri));
    if (others.length === 0) return passed;
    return failed(
      `Adresse non enregistrée\u00a0: ${list(others)}.`,
      `Address not registered: ${list(others)}.`,
    );
  },
});
