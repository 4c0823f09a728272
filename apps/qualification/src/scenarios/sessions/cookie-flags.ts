import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage, VisitorCookie } from '../../vocabulary/stage.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import { sessionCookies } from '../session-cookies.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';

/** Which cookies carry the session is found by trying: each is left out in turn, and those without which the page stays closed are judged. */
export const cookieFlags = defineScenario({
  id: 'sessions.cookie-flags',
  family: 'sessions',
  kind: 'play',
  title: { fr: 'Attributs du cookie de session', en: 'Flags of the session cookie' },
  clause: 'RFC 6265 §8.3; OWASP ASVS 4.0.3, 3.4.1 to 3.4.3; Garance, qualification: Sessions',
  level: 'platform',
  does: {
    fr: 'La personne se connecte\u00a0; le cookie sans lequel la page protégée ne s’ouvre pas est regardé.',
    en: 'The person signs in; the cookie without which the protected page does not open is looked at.',
  },
  expects: {
    fr: 'Le cookie de session est HttpOnly, Secure dès que le service est en https, et SameSite=Lax ou Strict (None avec Secure seulement).',
    en: 'The session cookie is HttpOnly, Secure as soon as the service is on https, and SameSite=Lax or Strict (None with Secure only).',
  },
  advice: {
    fr: 'Set-Cookie: __Host-session=…; Path=/; Secure; HttpOnly; SameSite=Lax. Avec Express\u00a0: cookie: { httpOnly: true, secure: true, sameSite: "lax" }\u00a0; Django\u00a0: SESSION_COOKIE_SECURE, SESSION_COOKIE_HTTPONLY\u00a0; Spring\u00a0: server.servlet.session.cookie.*.',
    en: 'Set-Cookie: __Host-session=…; Path=/; Secure; HttpOnly; SameSite=Lax. With Express: cookie: { httpOnly: true, secure: true, sameSite: "lax" }; Django: SESSION_COOKIE_SECURE, SESSION_COOKIE_HTTPONLY; Spring: server.servlet.session.cookie.*.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const signedIn = await signedInVisitor(stage);
    if (signedIn === undefined) return signInFailed;
    const cookies = await sessionCookies(stage, signedIn.visitor);
    if (cookies.length === 0) {
      return inconclusive(
        'La session ne tient à aucun cookie en particulier\u00a0: elle est portée par plusieurs à la fois, ou autrement.',
        'The session hangs on no single cookie: it is carried by several at once, or otherwise.',
      );
    }
    const https = new URL(stage.service.protectedUrl).protocol === 'https:';
    const faults = cookies.flatMap((cookie) =>
      faultsOf(cookie, https).map((fault) => `${cookie.name}: ${fault}`),
    );
    if (faults.length === 0) return passed;
    return failed(`Cookie de session\u00a0: ${faults.join(', ')}.`, `Session cookie: ${faults.join(', ')}.`);
  },
});

/** What is wrong with a session cookie, in the words of `Set-Cookie`. */
export function faultsOf(cookie: VisitorCookie, https: boolean): readonly string[] {
  const faults: string[] = [];
  if (!cookie.httpOnly) faults.push('HttpOnly absent');
  if (https && !cookie.secure) faults.push('Secure absent');
  if (cookie.sameSite === 'None' && !cookie.secure) faults.push('SameSite=None, Secure absent');
  return faults;
}
