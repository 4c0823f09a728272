/**
 * Whether values that must be unguessable look so, judged on a handful of them. Nothing can prove a value random; this
 * finds what is plainly not: absent, short, repeated, counted, made of the time, or random in a few characters only.
 */

/** Shortest `state` and `nonce`: 128 bits in base64url (RFC 6749 §10.10). */
export const shortest = 22;
/** Characters that must vary between values: less is guessed in a day of trying. */
const leastVarying = 16;
/** Places in which any two values must differ; random ones differ nearly everywhere. */
const leastDistance = 12;
/** Bits that the varying characters could hold at most. */
const leastBits = 64;
/** Values as numbers that are no further apart than this were counted, or read from a clock (nanoseconds of 18 minutes). */
const countedStep = 1n << 40n;

export type Weakness = 'absent' | 'short' | 'repeated' | 'counted' | 'alike' | 'few-symbols';

/**
 * The first weakness found, worst first; undefined when the values look unguessable.
 *
 * @param fewest characters
 */
export function weaknessOf(values: readonly (string | undefined)[], fewest = shortest): Weakness | undefined {
  const given = values.filter((value): value is string => value !== undefined && value !== '');
  if (given.length < values.length) return 'absent';
  if (given.some((value) => value.length < fewest)) return 'short';
  if (new Set(given).size < given.length) return 'repeated';
  if (given.length < 2) return undefined;
  if (isCounted(given)) return 'counted';
  const varying = varyingParts(given);
  // Short ones have fewer places to differ in.
  const least = fewest < shortest ? leastDistance / 2 : leastDistance;
  if (varying.some((part) => part.length < Math.min(leastVarying, least + 4))) return 'alike';
  if (pairs(given).some(([a, b]) => distance(a, b) < least)) return 'alike';
  return possibleBits(varying) < leastBits ? 'few-symbols' : undefined;
}

/** What remains when the beginning and the end that all values share are taken away. */
export function varyingParts(values: readonly string[]): readonly string[] {
  const start = sharedPrefix(values);
  const rests = values.map((value) => value.slice(start));
  const end = sharedPrefix(rests.map((rest) => [...rest].reverse().join('')));
  return rests.map((rest) => rest.slice(0, rest.length - end));
}

function sharedPrefix(values: readonly string[]): number {
  const [first = ''] = values;
  let length = 0;
  while (length < first.length && values.every((value) => value[length] === first[length])) length += 1;
  return length;
}

/** Hexadecimal or decimal numbers in order, each a small step from the one before. */
function isCounted(values: readonly string[]): boolean {
  for (const [pattern, prefix] of [
    [/^\d+$/, ''],
    [/^[0-9a-f-]+$/i, '0x'],
  ] as const) {
    if (!values.every((value) => pattern.test(value))) continue;
    const numbers = values.map((value) => BigInt(prefix + value.replaceAll('-', '')));
    const steps = numbers.slice(1).map((number, place) => number - (numbers[place] ?? 0n));
    if (steps.every((step) => (step < 0n ? -step : step) < countedStep)) return true;
    if (steps.length > 2 && new Set(steps).size === 1) return true;
  }
  return false;
}

/** Places in which two values differ, at the alignment that makes them most alike: from the left or from the right. */
function distance(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  const count = (x: string, y: string) =>
    [...x].reduce((sum, symbol, place) => sum + (symbol === y[place] ? 0 : 1), 0);
  return Math.min(count(a.padEnd(length), b.padEnd(length)), count(a.padStart(length), b.padStart(length)));
}

function possibleBits(parts: readonly string[]): number {
  const symbols = new Set(parts.join(''));
  const shortestPart = Math.min(...parts.map((part) => part.length));
  return shortestPart * Math.log2(symbols.size);
}

function pairs(values: readonly string[]): (readonly [string, string])[] {
  return values.flatMap((a, place) => values.slice(place + 1).map((b) => [a, b] as const));
}
