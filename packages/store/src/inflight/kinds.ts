/**
 * What happens to a new entry when the room of its kind is used up.
 * `refuse`: it is refused, live entries stay. `drop-oldest`: the oldest entry is dropped, which only costs comfort.
 * `always`: it is accepted, because a refusal would undo a defence; another kind bounds the number of entries.
 */
type WhenFull = 'refuse' | 'drop-oldest' | 'always';

interface KindRule {
  readonly whenFull: WhenFull;
  /** Begins a login: refused first when the whole store runs out of room, so that running logins can end. */
  readonly beginsLogin: boolean;
  /**
   * Ends a login: there is one such entry per login at most, so a server accepts it even when its memory is used up.
   */
  readonly endsLogin?: boolean;
}

/** Every kind of in-flight data. The name is part of the hash: an id of one kind is invalid for another (security.md 5). */
export const inflightKinds = {
  transaction: { whenFull: 'refuse', beginsLogin: true },
  upstreamState: { whenFull: 'refuse', beginsLogin: false },
  pushedRequest: { whenFull: 'refuse', beginsLogin: true },
  code: { whenFull: 'refuse', beginsLogin: false, endsLogin: true },
  /** Tombstones: at most one per code. */
  redeemedCode: { whenFull: 'always', beginsLogin: false },
  accessToken: { whenFull: 'refuse', beginsLogin: false, endsLogin: true },
  /** Marks of revoked grants: at most one per redeemed code. */
  revokedGrant: { whenFull: 'always', beginsLogin: false },
  /** Refused when full: dropping one would allow an assertion to be replayed. */
  assertionId: { whenFull: 'refuse', beginsLogin: false },
  /** Kept for hours; without it, a logout asks for confirmation and ends at the hub. */
  logoutRecord: { whenFull: 'drop-oldest', beginsLogin: false },
  logoutReturn: { whenFull: 'drop-oldest', beginsLogin: false },
  session: { whenFull: 'drop-oldest', beginsLogin: false },
  /** Refused when full: dropping a count would let many other keys lift a limit. */
  hit: { whenFull: 'refuse', beginsLogin: false },
} as const satisfies Record<string, KindRule>;

export type InflightKind = keyof typeof inflightKinds;

export function ruleOf(kind: InflightKind): KindRule {
  return inflightKinds[kind];
}
