/** Judges `state`, `nonce`, `code_verifier` and session identifiers alike: what is said of their weakness, never the values themselves. */
import type { Localized } from '@garance/core';
import type { Judgement } from '../../vocabulary/scenario.ts';
import { inconclusive, passed } from '../judgements.ts';
import { shortest, type Weakness, weaknessOf } from './unpredictable.ts';

interface Seen {
  readonly name: string;
  readonly count: number;
  readonly length: number;
  readonly shortest: number;
}

const reasons: Readonly<Record<Weakness, (seen: Seen) => Localized>> = {
  absent: ({ name, count }) => ({
    fr: `Sur ${count} connexions, une au moins n’a pas envoyé ${name}.`,
    en: `Of ${count} logins, one at least sent no ${name}.`,
  }),
  short: ({ name, length, shortest }) => ({
    fr: `${name} compte ${length} caractères\u00a0; il en faut ${shortest} au moins.`,
    en: `${name} has ${length} characters; ${shortest} at least are needed.`,
  }),
  repeated: ({ name, count }) => ({
    fr: `Sur ${count} connexions, la même valeur de ${name} est venue deux fois.`,
    en: `Over ${count} logins the same value of ${name} came twice.`,
  }),
  counted: ({ name, count }) => ({
    fr: `Sur ${count} connexions, les valeurs de ${name} se suivent comme un compteur ou une horloge\u00a0: la prochaine se devine.`,
    en: `Over ${count} logins the values of ${name} follow each other like a counter or a clock: the next can be guessed.`,
  }),
  alike: ({ name, count }) => ({
    fr: `Sur ${count} connexions, les valeurs de ${name} ne diffèrent que par quelques caractères\u00a0: le reste se devine.`,
    en: `Over ${count} logins the values of ${name} differ in a few characters only: they can be guessed.`,
  }),
  'few-symbols': ({ name, count }) => ({
    fr: `Sur ${count} connexions, les valeurs de ${name} n’emploient que quelques symboles\u00a0: elles tiennent en moins de 64 bits.`,
    en: `Over ${count} logins the values of ${name} use a few symbols only: they fit in less than 64 bits.`,
  }),
};

interface Wanted {
  /** Characters. */
  readonly shortest: number;
  readonly enough: number;
}

/** Logins after which repetition and counting show. */
const ofRequests: Wanted = { shortest, enough: 5 };

/** @param name of the value, for the reason */
export function judgeRandom(
  name: string,
  values: readonly (string | undefined)[],
  wanted: Wanted = ofRequests,
): Judgement {
  const { enough } = wanted;
  const weakness = weaknessOf(values, wanted.shortest);
  if (weakness !== undefined) {
    const length = Math.min(...values.map((value) => value?.length ?? 0));
    return {
      verdict: 'failed',
      reason: reasons[weakness]({ name, count: values.length, length, shortest: wanted.shortest }),
    };
  }
  if (values.length < enough) {
    return inconclusive(
      `${values.length} connexions sur ${enough} seulement ont atteint le hub\u00a0: la répétition de ${name} ne peut pas être jugée.`,
      `Only ${values.length} logins of ${enough} reached the hub: repetition of ${name} cannot be judged.`,
    );
  }
  return passed;
}
