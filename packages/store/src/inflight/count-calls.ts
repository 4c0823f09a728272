import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InflightStore } from './contract.ts';

/** Calls of an in-flight store, as counted. */
export interface StoreCalls {
  readonly operations: number;
  /**
   * Operations that began while none was under way: those begun beside another cost no round trip of their own. It means
   * something only while one login runs at a time.
   */
  readonly waits: number;
}

export interface CountedStore {
  readonly store: InflightStore;
  /** From now on calls are counted, and answered in a later turn of the event loop, as by a server. */
  start(): void;
  /** The calls since `start`; the store is as it was again. */
  stop(): StoreCalls;
}

/** What a login costs the store, and how often the login waits for it. */
export function countCalls(store: InflightStore): CountedStore {
  let counting = false;
  let operations = 0;
  let waits = 0;
  let underWay = 0;
  const count = async (call: () => Promise<unknown>): Promise<unknown> => {
    operations += 1;
    if (underWay === 0) waits += 1;
    underWay += 1;
    await nextTurn();
    return call().finally(() => {
      underWay -= 1;
    });
  };
  const counted = Object.entries(store).map(([name, operation]) => [
    name,
    (...args: readonly never[]) => (counting ? count(() => operation(...args)) : operation(...args)),
  ]);
  return {
    store: Object.fromEntries(counted) as InflightStore,
    start: () => {
      counting = true;
      operations = 0;
      waits = 0;
    },
    stop: () => {
      counting = false;
      return { operations, waits };
    },
  };
}
