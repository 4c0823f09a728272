import type { StoreShare } from './contract.ts';

interface Usage {
  entries: number;
  characters: number;
}

export interface ShareLimits {
  /** Of a whole store, of which a share is a fraction. */
  readonly maxEntries: number;
  readonly maxCharacters: number;
}

/** Entries that end within one slot are counted together: one that has ended may count for so much longer. */
const slotMs = 30_000;

/**
 * How much each owner has in the store now, by when it ends: what has ended stops counting at once, whether or not its entry
 * was swept. Nothing is held for an owner without entries.
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
      // However small the share: who has nothing in the store may begin one login.
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
    /** Owners with something in the store. */
    size: () => owners.size,
  };
}
