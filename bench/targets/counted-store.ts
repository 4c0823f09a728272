import type { InflightStore } from '@garance/store';
import type { StoreCalls } from '../shared/contract.ts';

/**
 * Counts the operations on an in-flight store, and how often one had to be waited for: operations begun while another is
 * under way cost no round trip of their own. The waits mean something only while one login runs at a time.
 */
export function countCalls(store: InflightStore): { readonly store: InflightStore; read(): StoreCalls } {
  let operations = 0;
  let waits = 0;
  let underWay = 0;
  const ended = () => {
    underWay -= 1;
  };
  const counted = Object.entries(store).map(([name, operation]) => [
    name,
    (...args: readonly never[]) => {
      operations += 1;
      if (underWay === 0) waits += 1;
      underWay += 1;
      const answer: Promise<unknown> = operation(...args);
      answer.then(ended, ended);
      return answer;
    },
  ]);
  return { store: Object.fromEntries(counted) as InflightStore, read: () => ({ operations, waits }) };
}
