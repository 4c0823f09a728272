import { type ErrorCode, hasControlCharacter } from '@garance/core';

/** Parameters of a query or form body, decoded once, in the order and number in which they were sent. */
export type RawParams = ReadonlyMap<string, readonly string[]>;

export interface ParamLimits {
  /** Length of the encoded form; it is ASCII, so characters are bytes. Default 65 536. */
  readonly maxBytes?: number;
  /** Number of name-value pairs. Default 256. */
  readonly maxPairs?: number;
  /** For forms that show such a field with its error instead of refusing the request. */
  readonly keepControlCharacters?: boolean;
}

const MAX_BYTES = 65_536;
const MAX_PAIRS = 256;

/**
 * Characters outside ASCII were not percent-encoded as the media type requires. A lenient parser would have replaced
 * invalid UTF-8 by U+FFFD before, so that two different byte strings would compare equal.
 */
const nonAscii = /[^\x20-\x7e]/;

/**
 * Reads `application/x-www-form-urlencoded`, strictly.
 *
 * @param encoded the query (without `?`) or the body, still encoded
 * @returns the parameters, or `general.bad_request` when too large, too many, or not valid percent-encoded UTF-8, or
 *   `general.control_character` when a name or value holds one other than tab and line breaks
 */
export function readParams(
  encoded: string,
  limits: ParamLimits = {},
): { readonly ok: true; readonly params: RawParams } | { readonly ok: false; readonly error: ErrorCode } {
  const refused = { ok: false, error: 'general.bad_request' } as const;
  if (encoded.length > (limits.maxBytes ?? MAX_BYTES) || nonAscii.test(encoded)) return refused;
  const params = new Map<string, string[]>();
  const pairs = encoded.split('&');
  if (pairs.length > (limits.maxPairs ?? MAX_PAIRS)) return refused;
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodeFormComponent(equals < 0 ? pair : pair.slice(0, equals));
    const value = decodeFormComponent(equals < 0 ? '' : pair.slice(equals + 1));
    if (name === undefined || value === undefined) return refused;
    if (limits.keepControlCharacters !== true && (hasControlCharacter(name) || hasControlCharacter(value))) {
      return { ok: false, error: 'general.control_character' };
    }
    const values = params.get(name);
    if (values === undefined) params.set(name, [value]);
    else values.push(value);
  }
  return { ok: true, params };
}

/** Decodes one form-urlencoded component; undefined when a percent sequence or its UTF-8 is invalid. */
export function decodeFormComponent(component: string): string | undefined {
  try {
    return decodeURIComponent(component.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/**
 * The value of a parameter sent exactly once. An empty value counts as not sent (RFC 6749 §3.1); a repeated one gives
 * undefined, so that a caller that does not refuse repetition uses neither the first nor the last value.
 */
export function single(params: RawParams, name: string): string | undefined {
  const values = params.get(name);
  if (values === undefined || values.length !== 1) return undefined;
  const value = values[0];
  return value === '' ? undefined : value;
}

/** The first name that was sent more than once, or undefined. */
export function findRepeated(params: RawParams): string | undefined {
  for (const [name, values] of params) if (values.length > 1) return name;
  return undefined;
}

/** Space-separated words of a value, without empty ones and without duplicates, in order. */
export function words(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return [...new Set(value.split(' ').filter((word) => word !== ''))];
}
