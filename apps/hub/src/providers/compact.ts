/** Compact serialisation (RFC 7515 §7.1, RFC 7516 §7.1): reads a token before anything is verified. */

export type Header = Readonly<Record<string, unknown>>;

const base64url = /^[\w-]*$/;

/**
 * The parts of a compact token when there are `count` of them, each strictly base64url, so that a token has one
 * spelling.
 */
export function splitCompact(token: string, count: 3 | 5): readonly string[] | undefined {
  const parts = token.split('.', count + 1);
  return parts.length === count && parts.every((part) => base64url.test(part)) ? parts : undefined;
}

/** The JSON object in `text`; undefined for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export function decodePart(part: string): Buffer {
  return Buffer.from(part, 'base64url');
}

/** A protected header, unverified. */
export function readHeader(part: string | undefined): Header | undefined {
  return part === undefined ? undefined : parseObject(decodePart(part).toString());
}
