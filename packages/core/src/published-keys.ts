/** Bounds and forbidden members of a JWK Set published by another party (RFC 7517 §5). */

/** More keys than any rotation needs; limits the cost of a hostile key set. */
export const mostPublishedKeys = 64;

/** Private members of all key types (RFC 7518 §6). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/** A key whose private part is published is compromised: it is neither used nor trusted. */
export function hasPrivatePart(key: Readonly<Record<string, unknown>>): boolean {
  return privateMembers.some((member) => Object.hasOwn(key, member));
}
