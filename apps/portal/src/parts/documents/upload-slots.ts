/**
 * Limits the documents held in memory at once, in total and per account, so that one account cannot block the others.
 */
export interface UploadSlots {
  /** Takes a slot. @returns a function that frees it once; undefined when all slots, or those of the account, are in use */
  take(account: string): (() => void) | undefined;
}

/** A document has up to 10 MB, and several times as much while it is sealed. */
const defaults = { perAccount: 4, inAll: 16 };

export function createUploadSlots({ perAccount, inAll } = defaults): UploadSlots {
  const taken = new Map<string, number>();
  let all = 0;
  const change = (account: string, by: 1 | -1): void => {
    const count = (taken.get(account) ?? 0) + by;
    if (count === 0) taken.delete(account);
    else taken.set(account, count);
    all += by;
  };
  return {
    take: (account) => {
      if (all >= inAll || (taken.get(account) ?? 0) >= perAccount) return undefined;
      change(account, 1);
      let isHeld = true;
      return () => {
        if (isHeld) change(account, -1);
        isHeld = false;
      };
    },
  };
}
