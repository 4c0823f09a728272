import type { EndSessionFacts, Observation } from '../../vocabulary/observation.ts';
import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';

export const goesToEndSession = defineScenario({
  id: 'logout.goes-to-end-session',
  family: 'logout',
  kind: 'play',
  title: { fr: 'La déconnexion passe par le hub', en: 'Signing out goes through the hub' },
  clause: 'OpenID Connect RP-Initiated Logout 1.0 §2 and §3; Garance, platforms: Logout',
  level: 'platform',
  needs: ['logout-url'],
  does: {
    fr: 'La personne se connecte, puis se déconnecte\u00a0; le hub note ce que le service lui demande.',
    en: 'The person signs in, then out; the hub notes what the service asks of it.',
  },
  expects: {
    fr: 'Le navigateur est envoyé au point end_session avec id_token_hint (l’id_token de cette connexion), un post_logout_redirect_uri enregistré et un state.',
    en: 'The browser is sent to the end_session endpoint with id_token_hint (the id_token of this login), a registered post_logout_redirect_uri and a state.',
  },
  advice: {
    fr: 'Gardez l’id_token (déchiffré, signé) dans la session et construisez l’adresse avec buildEndSessionUrl (openid-client), OidcClientInitiatedLogoutSuccessHandler (Spring Security) ou l’end_session_endpoint de la découverte. Enregistrez l’adresse de retour dans l’espace partenaire.',
    en: 'Keep the id_token (decrypted, signed) in the session and build the address with buildEndSessionUrl (openid-client), OidcClientInitiatedLogoutSuccessHandler (Spring Security) or the end_session_endpoint of the discovery document. Register the return address in the partner space.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const signedIn = await signedInVisitor(stage);
    if (signedIn === undefined) return signInFailed;
    await stage.signOut(signedIn.visitor);
    return judgeEndSession(await signedIn.login.observations());
  },
});

/** Judges the last request for the end of the session, of all that the hub saw of one login. */
export function judgeEndSession(observed: readonly Observation[]): Judgement {
  const facts = observed.flatMap((seen) => (seen.kind === 'end_session' ? [seen.facts] : [])).at(-1);
  if (facts === undefined) {
    return failed(
      'Le navigateur n’a pas été envoyé au point end_session du hub.',
      'The browser was not sent to the hub’s end_session endpoint.',
    );
  }
  const missing = missingFrom(facts);
  if (missing.length === 0) return passed;
  return failed(
    `Dans la demande de déconnexion\u00a0: ${missing.map(({ fr }) => fr).join('\u00a0; ')}.`,
    `In the sign-out request: ${missing.map(({ en }) => en).join('; ')}.`,
  );
}

function missingFrom({ idTokenHint, state, postLogoutRedirectUri, redirectRegistered }: EndSessionFacts) {
  return [
    idTokenHint === 'absent' && { fr: 'id_token_hint manque', en: 'id_token_hint is missing' },
    idTokenHint === 'invalid' && {
      fr: 'id_token_hint n’est pas un id_token signé par ce hub pour ce service',
      en: 'id_token_hint is no id_token signed by this hub for this service',
    },
    postLogoutRedirectUri === undefined && {
      fr: 'post_logout_redirect_uri manque',
      en: 'post_logout_redirect_uri is missing',
    },
    postLogoutRedirectUri !== undefined &&
      !redirectRegistered && {
        fr: 'post_logout_redirect_uri n’est pas enregistré',
        en: 'post_logout_redirect_uri is not registered',
      },
    (state ?? '') === '' && { fr: 'state manque', en: 'state is missing' },
  ].filter((problem) => problem !== false);
}
