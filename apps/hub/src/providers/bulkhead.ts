/**
 * Limits concurrent work by name, so that a slow provider never uses up the capacity that others need (security.md,
 * fault 5).
 */
export interface Bulkhead {
  /** Runs `work` when fewer than the limit run under this name; otherwise answers `undefined` at once. */
  run<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
}

export function createBulkhead(concurrentPerName: number): Bulkhead {
  const running = new Map<string, number>();
  return {
    async run(name, work) {
      const current = running.get(name) ?? 0;
      if (current >= concurrentPerName) return undefined;
      running.set(name, current + 1);
      try {
        return await work();
      } finally {
        const left = (running.get(name) ?? 1) - 1;
        if (left === 0) running.delete(name);
        else running.set(name, left);
      }
    },
  };
}
