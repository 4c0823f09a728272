/**
 * What a kind of in-flight data does when its room is used up.
 * `refuse`: the new entry is refused, live ones stay. `drop-oldest`: a loss only costs comfort, so the login goes on.
 * `always`: a refusal would undo a defence; the kind is bounded by another one.
 */
type WhenFull = 'refuse' | 'drop-oldest' | 'always';

interface KindRule {
  readonly whenFull: WhenFull;
  /** Begins a login: refused first when the whole store runs out of room, so that logins under way can end. */
  readonly beginsLogin: boolean;
}

/** Every kind of in-flight data. The name is part of what is hashed: an id of one kind is worthless as another (security.md 5). */
export const inflightKinds = {
  transaction: { whenFull: 'refuse', beginsLogin: true },
  upstreamState: { whenFull: 'refuse', beginsLogin: false },
  pushedRequest: { whenFull: 'refuse', beginsLogin: true },
  code: { whenFull: 'refuse', beginsLogin: false },
  /** Tombstones: at most one per code. */
  redeemedCode: { whenFull: 'always', beginsLogin: false },
  accessToken: { whenFull: 'refuse', beginsLogin: false },
  /** Marks of revoked grants: at most one per code that was redeemed. */
  revokedGrant: { whenFull: 'always', beginsLogin: false },
  /** Refused when full: forgetting one would let an assertion be replayed. */
  assertionId: { whenFull: 'refuse', beginsLogin: false },
  /** Kept for hours; without it a logout asks for confirmation and stops at the hub. */
  logoutRecord: { whenFull: 'drop-oldest', beginsLogin: false },
  logoutReturn: { whenFull: 'drop-oldest', beginsLogin: false },
  session: { whenFull: 'drop-oldest', beginsLogin: false },
  /** Refused when full: dropping a count would let a flood of other keys lift a limit. */
  hit: { whenFull: 'refuse', beginsLogin: false },
} as const satisfies Record<string, KindRule>;

export type InflightKind = keyof typeof inflightKinds;
