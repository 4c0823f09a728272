import type { InflightStore } from './contract.ts';

/**
 * Called when a call begins; the function that it returns is called when the call has ended, with the error if there
 * was one. Neither may throw.
 */
export type ObserveStoreCalls = (operation: string) => (error?: unknown) => void;

/** Not part of a login. */
const unobserved: ReadonlySet<string> = new Set(['close']);

/** The same store; `observe` is called with the name of each operation. */
export function observeInflight(store: InflightStore, observe: ObserveStoreCalls): InflightStore {
  const observed = Object.entries(store).map(([name, operation]) => {
    if (unobserved.has(name)) return [name, operation];
    const call = async (...args: readonly never[]): Promise<unknown> => {
      const end = observe(name);
      try {
        const answer = await operation(...args);
        end();
        return answer;
      } catch (error) {
        end(error);
        throw error;
      }
    };
    return [name, call];
  });
  return Object.fromEntries(observed) as InflightStore;
}
