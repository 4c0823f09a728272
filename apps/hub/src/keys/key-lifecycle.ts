/**
 * The life of the hub's own keys. States follow from time alone, so nodes agree without communication:
 *
 * ```
 *   upcoming ──(activeFrom)──▶ active ──(successor active)──▶ retired ──▶ kept ──▶ removed
 *   published                  published, signs               published   private
 * ```
 *
 * A key is published long before it signs (clients cache the JWKS), and afterwards for as long as anything signed with
 * it may be valid; then kept privately, to verify logout hints and to decrypt what a slow provider still encrypts to
 * it.
 */
import type { HubKey } from '@garance/store';

export interface KeyPolicy {
  /** JWKS max-age plus a margin: how long a key is public before it is used. */
  readonly publishBeforeUseSeconds: number;
  /** How long a key stays public once another has taken over. */
  readonly publishAfterUseSeconds: number;
  /** How long it is then kept to verify and decrypt. */
  readonly keepSeconds: number;
}

export const defaultKeyPolicy: KeyPolicy = {
  publishBeforeUseSeconds: 660,
  publishAfterUseSeconds: 660,
  keepSeconds: 7 * 24 * 3600,
};

export type KeyPhase = 'upcoming' | 'active' | 'retired' | 'kept' | 'removed';

/** Keys of one `use` and `alg` succeed one another, independently of other families. */
function family(key: HubKey): string {
  return `${key.use} ${key.alg}`;
}

function activeFrom(key: HubKey): number {
  return key.activeFromMs ?? key.createdAtMs;
}

/** When the key's first active successor took over, or will. */
function supersededAt(key: HubKey, keys: readonly HubKey[]): number | undefined {
  const successors = keys
    .filter((other) => other.state !== 'removed' && family(other) === family(key) && other.kid !== key.kid)
    .map((other) => activeFrom(other))
    .filter((from) => from > activeFrom(key));
  return successors.length === 0 ? undefined : Math.min(...successors);
}

/** All keys of a hub, at one moment. */
interface KeysAt {
  readonly keys: readonly HubKey[];
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** The phase of one key among all keys of its hub. */
export function phaseOf(key: HubKey, { keys, nowMs }: KeysAt, policy: KeyPolicy): KeyPhase {
  if (key.state === 'removed') return 'removed';
  if (nowMs < activeFrom(key)) return 'upcoming';
  const until = supersededAt(key, keys);
  if (until === undefined || nowMs < until) return 'active';
  if (nowMs < until + policy.publishAfterUseSeconds * 1000) return 'retired';
  if (nowMs < until + (policy.publishAfterUseSeconds + policy.keepSeconds) * 1000) return 'kept';
  return 'removed';
}

/** The next moment (epoch ms) at which any phase changes, or Infinity. */
export function nextPhaseChange(keys: readonly HubKey[], nowMs: number, policy: KeyPolicy): number {
  const moments = keys.flatMap((key) => {
    const until = supersededAt(key, keys);
    const published = policy.publishAfterUseSeconds * 1000;
    return until === undefined
      ? [activeFrom(key)]
      : [activeFrom(key), until, until + published, until + published + policy.keepSeconds * 1000];
  });
  return Math.min(Number.POSITIVE_INFINITY, ...moments.filter((moment) => moment > nowMs));
}
