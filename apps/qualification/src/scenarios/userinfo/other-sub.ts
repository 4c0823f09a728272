import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const otherSub = defineScenario({
  id: 'userinfo.other-sub',
  family: 'userinfo',
  kind: 'refuse',
  title: {
    fr: 'Informations d’une autre personne',
    en: 'Information of another person',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.2',
  level: 'standard',
  fault: { at: 'userinfo', claims: { set: { sub: { reserved: 'subject' } } } },
  does: {
    fr: 'Le hub répond à userinfo, signé de sa vraie clé, avec un sub qui n’est pas celui de l’id_token.',
    en: 'The hub answers userinfo, signed with its true key, with a sub that is not the id_token’s.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Comparez le sub de userinfo à celui de l’id_token avant d’employer quoi que ce soit\u00a0: c’est l’argument expectedSubject de fetchUserInfo (openid-client)\u00a0; Spring Security le fait dans OidcUserService. Refusez aussi qu’il manque.',
    en: 'Compare userinfo’s sub with the id_token’s before using anything: it is the argument expectedSubject of fetchUserInfo (openid-client); Spring Security does it in OidcUserService. Refuse a missing one too.',
  },
});
