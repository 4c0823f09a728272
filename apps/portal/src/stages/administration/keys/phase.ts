import type { HubKey } from '@garance/store';

export type ShownPhase = 'upcoming' | 'active' | 'retired';

/** By the hubs' rule: of the keys of one use and algorithm, the one that came into use last is active. */
export function phaseOf(
  key: Pick<HubKey, 'kid' | 'use' | 'alg' | 'activeFromMs' | 'createdAtMs'>,
  all: readonly Pick<HubKey, 'kid' | 'use' | 'alg' | 'activeFromMs' | 'createdAtMs'>[],
  nowMs: number,
): ShownPhase {
  const from = (item: typeof key) => item.activeFromMs ?? item.createdAtMs;
  if (from(key) > nowMs) return 'upcoming';
  const later = all.some(
    (other) =>
      other.use === key.use && other.alg === key.alg && from(other) <= nowMs && from(other) > from(key),
  );
  return later ? 'retired' : 'active';
}
