import type { StoreShare } from './contract.ts';

interface Usage {
  entries: number;
  characters: number;
}

export interface ShareLimits {
  /** Limits of the whole store; a share is a fraction of them. */
  readonly maxEntries: number;
  readonly maxCharacters: number;
}

/** Entries that expire within one slot are counted together, so an expired entry may count this much longer. */
const slotMs = 30_000;

/**
 * Usage of each owner, grouped by expiry: expired entries stop counting whether or not they were swept. An owner
 * without entries uses no memory.
 */
export function createShareLedger(limits: ShareLimits) {
  const owners = new Map<string, Map<number, Usage>>();
  const slotOf = (endsAtMs: number): number => Math.ceil(endsAtMs / slotMs);

  const used = (owner: string, nowMs: number): Usage => {
    const total = { entries: 0, characters: 0 };
    const slots = owners.get(owner);
    if (slots === undefined) return total;
    for (const [slot, usage] of slots) {
      if (slot * slotMs <= nowMs) slots.delete(slot);
      else {
        total.entries += usage.entries;
        total.characters += usage.characters;
      }
    }
    if (slots.size === 0) owners.delete(owner);
    return total;
  };

  return {
    /** Whether one more entry of this length still fits. */
    fits({ owner, fraction }: StoreShare, length: number, nowMs: number): boolean {
      const { entries, characters } = used(owner, nowMs);
      // However small the share: an owner without entries may begin one login.
      if (entries === 0) return true;
      return (
        entries + 1 <= limits.maxEntries * fraction && characters + length <= limits.maxCharacters * fraction
      );
    },
    add(owner: string, length: number, endsAtMs: number): void {
      const slots = owners.get(owner) ?? new Map<number, Usage>();
      owners.set(owner, slots);
      const slot = slotOf(endsAtMs);
      const usage = slots.get(slot) ?? { entries: 0, characters: 0 };
      usage.entries += 1;
      usage.characters += length;
      slots.set(slot, usage);
    },
    remove(owner: string, length: number, endsAtMs: number): void {
      const slots = owners.get(owner);
      const slot = slotOf(endsAtMs);
      const usage = slots?.get(slot);
      if (slots === undefined || usage === undefined) return;
      usage.entries -= 1;
      usage.characters -= length;
      if (usage.entries === 0) slots.delete(slot);
      if (slots.size === 0) owners.delete(owner);
    },
    clear: () => owners.clear(),
    /** Number of owners with entries. */
    size: () => owners.size,
  };
}
