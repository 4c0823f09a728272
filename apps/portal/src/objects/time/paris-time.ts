/** Moments as people type them: `YYYY-MM-DD HH:MM` on a clock in Paris. */
const parts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'short',
});
const hourMs = 3600 * 1000;

export function writeParisTime(epochMs: number): string {
  return parts.format(epochMs);
}

/** @returns undefined for a time that does not exist in Paris: the hour skipped by summer time, 30 February */
export function readParisTime(text: string): number | undefined {
  const localTime = text.trim().replace('T', ' ');
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(localTime)) return undefined;
  const utcMs = Date.parse(`${localTime.replace(' ', 'T')}Z`);
  // Paris is one or two hours ahead of UTC; for the hour repeated in autumn, the first of its two moments is returned.
  return [utcMs - 2 * hourMs, utcMs - hourMs].find(
    (epochMs) => Number.isFinite(epochMs) && writeParisTime(epochMs) === localTime,
  );
}
