/** Time buckets of the counts: a step lies in the first one that is longer than it took. */
export const durationBuckets = [
  { name: '10ms', belowMs: 10 },
  { name: '50ms', belowMs: 50 },
  { name: '250ms', belowMs: 250 },
  { name: '1s', belowMs: 1_000 },
  { name: '5s', belowMs: 5_000 },
] as const;

/** Of what took longer than all of them. */
export const longestBucket = 'longer';

/** Of a step whose time is kept back: it would say what its code does not (security.md 33). */
export const untoldBucket = 'untold';

type DurationBucket = (typeof durationBuckets)[number]['name'] | typeof longestBucket;

export function bucketOf(durationMs: number): DurationBucket {
  return durationBuckets.find(({ belowMs }) => durationMs < belowMs)?.name ?? longestBucket;
}
