/** One scenario for each wrong value of each compared value: mutations × places. */
import type { Localized } from '@garance/core';
import type { Fault } from '../../vocabulary/fault.ts';
import { type Mutation, type MutationName, mutationNames, mutationOf } from '../../vocabulary/mutation.ts';
import type { Scenario } from '../../vocabulary/scenario.ts';
import { toScenario } from './cell.ts';
import { type Place, places } from './places.ts';

const carriers = {
  callback: { fr: 'du retour', en: 'the callback’s' },
  id_token: { fr: 'de l’id_token', en: 'the id_token’s' },
  userinfo: { fr: 'de userinfo', en: 'userinfo’s' },
} as const;

const answer: Localized = { fr: 'une réponse de userinfo', en: 'a userinfo answer' };

export const comparedValues: readonly Scenario[] = places.flatMap((place) =>
  mutationNames.filter((name) => fits(place, name)).map((name) => cellOf(place, name)),
);

function fits({ kind, at, only, without }: Place, name: MutationName): boolean {
  const { of, carrier } = mutationOf(name);
  if (only?.includes(name) === false || without?.includes(name) === true) return false;
  const carried = at === 'callback' ? carrier !== 'json' : carrier !== 'text';
  return carried && of[kind] !== undefined;
}

function cellOf(place: Place, name: MutationName): Scenario {
  const { id, family, cause, clause, advice, level, classes, ids, plusOnly } = place;
  const mutation = mutationOf(name);
  const earlier = mutation.needsEarlierLogin === true;
  return toScenario({
    ...{ family, cause, clause, advice, place: id },
    id: ids?.[name] ?? `${id}-${name}`,
    class: classes?.[name] ?? level,
    title: titleOf(place, mutation),
    does: does(place, mutation),
    fault: faultOf(place, name),
    quick: mutation.quick,
    plusOnly: plusOnly?.includes(name),
    needsEarlierLogin: earlier,
  });
}

function faultOf({ at, member }: Place, mutated: MutationName): Fault {
  const set = { [member]: { mutated } };
  return at === 'callback' ? { at, set } : { at, claims: { set } };
}

function titleOf({ at, member }: Place, { fr, en }: Mutation): Localized {
  const of = carriers[at];
  return {
    fr: `${member} ${of.fr}\u00a0: ${fr}`,
    en: `${capital(of.en)} ${member}: ${en}`,
  };
}

function does({ at, member }: Place, { fr, en }: Mutation): Localized {
  if (at === 'callback') {
    return {
      fr: `Le hub renvoie le navigateur au service\u00a0; ${member} y est ${fr}.`,
      en: `The hub sends the browser back to the service; ${member} is ${en} there.`,
    };
  }
  const what = at === 'id_token' ? { fr: 'un id_token', en: 'an id_token' } : answer;
  return {
    fr: `Le hub signe de sa vraie clé ${what.fr} dont ${member} est ${fr}.`,
    en: `The hub signs, with its true key, ${what.en} whose ${member} is ${en}.`,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
