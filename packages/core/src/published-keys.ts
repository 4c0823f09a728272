/** A JWK Set as others publish it (RFC 7517 §5): what bounds it, and what must not be in it. */

/** More keys than any rotation needs; bounds what one hostile key set costs. */
export const mostPublishedKeys = 64;

/** Of any kind of JWK (RFC 7518 §6). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/** Such a key proves and protects nothing any more. */
export function hasPrivatePart(key: Readonly<Record<string, unknown>>): boolean {
  return privateMembers.some((member) => Object.hasOwn(key, member));
}
