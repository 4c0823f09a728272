import { defineScenario, type Watched } from '../../vocabulary/scenario.ts';
import { notSearched } from '../families/exposure.ts';
import { notApplicable, passed } from '../judgements.ts';
import { judgeRandom } from '../requests/random-value.ts';

export const identifierUnpredictable = defineScenario({
  id: 'sessions.identifier-unpredictable',
  family: 'sessions',
  kind: 'watch',
  title: { fr: 'Identifiant de session imprévisible', en: 'Unpredictable session identifier' },
  clause: 'OWASP ASVS 5.0, 7.2.3; Garance, qualification: Where things go',
  level: 'platform',
  does: {
    fr: 'La suite compare les cookies de session de quatre connexions.',
    en: 'The suite compares the session cookies of four logins.',
  },
  expects: {
    fr: 'Chaque identifiant est long, imprévisible, et différent à chaque connexion.',
    en: 'Each identifier is long, unpredictable, and different at every login.',
  },
  advice: {
    fr: 'Laissez votre cadre logiciel tirer l’identifiant\u00a0: express-session, HttpSession, Django et Rails le font bien. Sinon crypto.randomBytes(32) (Node), secrets.token_urlsafe(32) (Python). Ni compteur, ni heure, ni numéro de compte, ni hachage de l’un d’eux.',
    en: 'Let your framework draw the identifier: express-session, HttpSession, Django and Rails do it well. Otherwise crypto.randomBytes(32) (Node), secrets.token_urlsafe(32) (Python). No counter, no time, no account number, and no hash of one of them.',
  },
  judge(seen) {
    const names = sessionNames(seen);
    if (names === undefined) return notSearched;
    const chosen = names.filter((name) => !valuesOf(seen, name).some(holdsItsContent));
    if (chosen.length === 0) {
      return notApplicable(
        'La session tient tout entière dans un cookie signé, ou à aucun cookie en particulier\u00a0: il n’y a pas d’identifiant à deviner.',
        'The whole session is in a signed cookie, or hangs on no single cookie: there is no identifier to guess.',
      );
    }
    const judged = chosen.map((name) => judgeRandom(name, valuesOf(seen, name), ofSessions));
    return judged.find(({ verdict }) => verdict === 'failed') ?? judged[0] ?? passed;
  },
});

/** 64 bits in hexadecimal: fewer are guessed (ASVS 5.0, 7.2.3 asks for 128). */
const ofSessions = { shortest: 16, enough: 2 };

/** Names of the cookies that carry the session; undefined when it was not looked for. */
export function sessionNames({ traces }: Pick<Watched, 'traces'>): readonly string[] | undefined {
  const found = traces.flatMap((one) => (one.sessionNames === undefined ? [] : [one.sessionNames]));
  return found.length === 0 ? undefined : [...new Set(found.flat())];
}

function valuesOf({ traces }: Pick<Watched, 'traces'>, name: string): readonly string[] {
  return traces.flatMap(({ cookies }) => cookies.find((one) => one.name === name)?.value ?? []);
}

/** A signed or sealed content, as JWT, Flask, Rails and cookie-session make it: it proves itself, and is not looked up. */
export function holdsItsContent(value: string): boolean {
  return value.length > 120 || /(?:^|[^\w-])eyJ/.test(decodeURIComponentOrSame(value));
}

function decodeURIComponentOrSame(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
