import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { holdAnswer, isSignedIn, noAnswerHeld, serviceCookies, signInFailed } from '../stage-moves.ts';

export const identifierChanges = defineScenario({
  id: 'sessions.identifier-changes',
  family: 'sessions',
  kind: 'play',
  title: {
    fr: 'L’identifiant de session change à la connexion',
    en: 'The session identifier changes at sign-in',
  },
  clause: 'OWASP ASVS 4.0.3, 3.2.1; Garance, qualification: Sessions',
  level: 'platform',
  does: {
    fr: 'Juste avant la réponse du hub, les cookies du navigateur sont copiés dans un autre\u00a0; puis la personne est connectée dans le premier.',
    en: 'Right before the hub’s answer the browser’s cookies are copied into another one; then the person is signed in in the first.',
  },
  expects: {
    fr: 'Les cookies d’avant la connexion n’ouvrent pas la page protégée.',
    en: 'The cookies from before the sign-in do not open the protected page.',
  },
  advice: {
    fr: 'Donnez à la session un nouvel identifiant au moment de la connexion et détruisez l’ancienne\u00a0: req.session.regenerate() (Express), changeSessionId() (Servlet), session.cycle_key() (Django), reset_session (Rails), session_regenerate_id(true) (PHP). Sinon, qui a posé le cookie d’avant entre avec la personne.',
    en: 'Give the session a new identifier at sign-in and destroy the old one: req.session.regenerate() (Express), changeSessionId() (Servlet), session.cycle_key() (Django), reset_session (Rails), session_regenerate_id(true) (PHP). Otherwise whoever planted the earlier cookie comes in with the person.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const visitor = await stage.visitor();
    const answer = await holdAnswer(stage, visitor, 'plain');
    if (answer === undefined) return noAnswerHeld;
    const before = await serviceCookies(stage, visitor);
    const copy = await visitor.fork();
    if (!(await isSignedIn(stage, visitor, await visitor.deliver(answer)))) return signInFailed;
    if (!(await stage.hasSession(copy))) return passed;
    const after = await serviceCookies(stage, visitor);
    const same = before.filter(({ name, value }) =>
      after.some((cookie) => cookie.name === name && cookie.value === value),
    );
    const names = same.map(({ name }) => name).join(', ');
    return failed(
      `Les cookies d’avant la connexion ouvrent la page protégée. Inchangés par elle\u00a0: ${names}.`,
      `The cookies from before the sign-in open the protected page. Unchanged by it: ${names}.`,
    );
  },
});
