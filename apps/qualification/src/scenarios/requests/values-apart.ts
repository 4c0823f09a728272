import { defineScenario, type Watched } from '../../vocabulary/scenario.ts';
import { failed, passed } from '../judgements.ts';
import { sessionNames } from '../sessions/identifier-unpredictable.ts';
import { authorizeFacts, list, nothingSeen } from './facts.ts';

export const valuesApart = defineScenario({
  id: 'requests.values-apart',
  family: 'requests',
  kind: 'watch',
  title: {
    fr: 'state, nonce, code_verifier et session distincts',
    en: 'state, nonce, code_verifier and session apart',
  },
  clause:
    'OpenID Connect Core 1.0 §15.5.2; RFC 7636 §7.1; OWASP ASVS 5.0, 14.2.1; Garance, qualification: Where things go',
  level: 'platform',
  does: {
    fr: 'Le hub et la suite comparent, dans chaque connexion, state, nonce, code_verifier et l’identifiant de session.',
    en: 'The hub and the suite compare, in each login, state, nonce, code_verifier and the session identifier.',
  },
  expects: {
    fr: 'Aucune de ces valeurs n’est une autre d’entre elles.',
    en: 'None of these values is another one of them.',
  },
  advice: {
    fr: 'Tirez chaque valeur au sort pour elle-même. state voyage dans des adresses\u00a0: s’il est l’identifiant de session, qui le lit prend la session\u00a0; s’il est code_verifier, PKCE ne protège plus rien.',
    en: 'Draw each value by itself. state travels in addresses: if it is the session identifier, whoever reads it takes the session; if it is code_verifier, PKCE protects nothing.',
  },
  judge(seen) {
    if (authorizeFacts(seen).length === 0) return nothingSeen('authorize');
    const same = seen.logins.flatMap((login) => equalPairs(login, sessionValues(seen)));
    if (same.length === 0) return passed;
    return failed(`Ont la même valeur\u00a0: ${list(same)}.`, `Have the same value: ${list(same)}.`);
  },
});

/** Values that the cookies of the session ever had, before the sign-in too, whole and without a signature. */
function sessionValues({ traces }: Watched): ReadonlySet<string> {
  const names = sessionNames({ traces }) ?? [];
  const cookies = traces.flatMap((one) => [...one.cookies, ...one.setCookies]);
  const values = cookies.filter(({ name }) => names.includes(name)).map(({ value }) => value);
  return new Set(values.flatMap((value) => [value, ...value.replace(/^s(?:%3A|:)/i, '').split('.')]));
}

const shortest = 8;

function equalPairs(login: Watched['logins'][number], sessions: ReadonlySet<string>): readonly string[] {
  const values: Record<string, string | undefined> = {};
  for (const seen of login) {
    if (seen.kind === 'authorize')
      Object.assign(values, { state: seen.facts.state, nonce: seen.facts.nonce });
    if (seen.kind === 'token') values.code_verifier = seen.facts.codeVerifier;
  }
  const known = Object.entries(values).filter(([, value = '']) => value.length >= shortest);
  const pairs = known.flatMap(([name, value], place) =>
    known.slice(place + 1).flatMap(([other, its]) => (its === value ? [`${name} = ${other}`] : [])),
  );
  const ofSession = known
    .filter(([, value = '']) => sessions.has(value))
    .map(([name]) => `${name} = session`);
  return [...pairs, ...ofSession];
}
