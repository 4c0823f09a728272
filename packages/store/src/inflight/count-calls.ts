import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InflightStore } from './contract.ts';

/** Calls of an in-flight store, as counted. */
export interface StoreCalls {
  readonly operations: number;
  /**
   * Operations that began while no other was running: concurrent ones cost no round trip of their own. Meaningful only
   * while one login runs at a time.
   */
  readonly waits: number;
}

export interface CountedStore {
  readonly store: InflightStore;
  /** From now on calls are counted, and answered in a later turn of the event loop, as a server would. */
  start(): void;
  /** Returns the calls since `start`, and ends the counting. */
  stop(): StoreCalls;
}

/** Counts the store calls of a login, and how often the login waits for one. */
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
