/** Time buckets of the counts: a step belongs to the first one that is longer than the step took. */
export const durationBuckets = [
  { name: '10ms', belowMs: 10 },
  { name: '50ms', belowMs: 50 },
  { name: '250ms', belowMs: 250 },
  { name: '1s', belowMs: 1_000 },
  { name: '5s', belowMs: 5_000 },
] as const;

/** Bucket of steps that took longer than all of them. */
export const longestBucket = 'longer';

/**
 * Bucket of steps whose duration is withheld, because it would disclose what the public error code does not
 * (security.md 33).
 */
export const untoldBucket = 'untold';

type DurationBucket = (typeof durationBuckets)[number]['name'] | typeof longestBucket;

export function bucketOf(durationMs: number): DurationBucket {
  return durationBuckets.find(({ belowMs }) => durationMs < belowMs)?.name ?? longestBucket;
}
