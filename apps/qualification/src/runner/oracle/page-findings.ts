/** What is wrong with a page whatever the verdict: said beside it. */
import type { Localized } from '@garance/core';
import type { Observation } from '../../vocabulary/observation.ts';
import type { View } from '../../vocabulary/stage.ts';

/**
 * A line of a stack trace, by what no sentence holds. The text is a stranger's and long: each pattern is read once from
 * its first fixed character on, and what may stand before it is looked for apart.
 */
const traces: readonly ((line: string) => boolean)[] = [
  (line) => isScriptFrame(line),
  (line) => line.includes('Traceback (most recent call last)'),
  (line) => line.trimStart().startsWith('at ') && /\(\w{1,100}\.(?:java|kt|scala):\d{1,7}\)/.test(line),
  (line) => /#\d{1,4} [\w/.-]{1,300}\.php\(\d{1,7}\)/.test(line),
  (line) => holdsInOrder(line, ['Fatal error: ', ' in ', '.php']),
  (line) => /\.rb:\d{1,7}:in [`']/.test(line),
  (line) => /\bgoroutine \d{1,9} \[running\]/.test(line),
  (line) => line.trimStart().startsWith('at ') && /\.cs:line \d{1,7}/.test(line),
];

function isScriptFrame(line: string): boolean {
  const place = line.search(/[\w-]\.[cm]?[jt]sx?:\d{1,7}:\d{1,7}/);
  return place !== -1 && /\bat /.test(line.slice(0, place));
}

function holdsInOrder(line: string, parts: readonly string[]): boolean {
  let at = 0;
  return parts.every((part) => {
    const found = line.indexOf(part, at);
    at = found + part.length;
    return found !== -1;
  });
}

export function showsStackTrace({ text }: Pick<View, 'text'>): boolean {
  return text.split('\n').some((line) => traces.some((isTrace) => isTrace(line)));
}

/** No words: an image alone tells nothing to many. */
export function isBlank({ text }: Pick<View, 'text'>): boolean {
  return text.replace(/[^\p{L}]/gu, '').length < 3;
}

const findings = {
  noAnswer: {
    fr: 'Le service n’a pas répondu.',
    en: 'The service did not answer.',
  },
  serverError: (status: number): Localized => ({
    fr: `Le service répond par une erreur ${status} : c’est une réponse à prévoir, pas une panne.`,
    en: `The service answers with an error ${status}: this is an answer to expect, not a breakdown.`,
  }),
  blank: {
    fr: 'La page est vide.',
    en: 'The page is blank.',
  },
  stackTrace: {
    fr: 'La page montre une trace technique : elle renseigne un attaquant et n’aide personne.',
    en: 'The page shows a stack trace: it informs an attacker and helps nobody.',
  },
  userinfoTooEarly: {
    fr: 'Le service a demandé l’identité (userinfo) après une réponse fautive du point de terminaison de jetons, qui devait l’arrêter.',
    en: 'The service asked for userinfo after a faulty answer of the token endpoint, which had to stop it.',
  },
  followsJku: {
    fr: 'Le service a téléchargé les clés désignées par l’en-tête du jeton (jku) : il se laisse mener à une adresse choisie par un attaquant.',
    en: 'The service fetched the keys that the token’s header points to (jku): it lets an attacker choose where it goes.',
  },
} as const;

/** Of the page after a faulty login. */
export function findingsOfPage(view: View): readonly Localized[] {
  if (view.status === 0) return [findings.noAnswer];
  return [
    ...(view.status >= 500 ? [findings.serverError(view.status)] : []),
    ...(isBlank(view) ? [findings.blank] : []),
    ...(showsStackTrace(view) ? [findings.stackTrace] : []),
  ];
}

/** Of what the hub saw. */
export function findingsOfRequests(
  observations: readonly Observation[],
  tokenIsFaulty: boolean,
): readonly Localized[] {
  const early = tokenIsFaulty && observations.some(({ kind }) => kind === 'userinfo');
  const followed = observations.some(({ kind }) => kind === 'forged-keys');
  return [...(early ? [findings.userinfoTooEarly] : []), ...(followed ? [findings.followsJku] : [])];
}
