import { expect, test } from 'vitest';
import { readParisTime, writeParisTime } from './paris-time.ts';

test.each([
  ['2026-11-22 10:30', '2026-11-22T09:30Z'],
  ['2026-07-14T00:00', '2026-07-13T22:00Z'],
  // This hour occurs twice on that night: the first one counts.
  ['2026-10-25 02:30', '2026-10-25T00:30Z'],
])('%s in Paris is %s', (text, utc) => {
  expect(readParisTime(text)).toBe(Date.parse(utc));
  expect(writeParisTime(Date.parse(utc))).toBe(text.replace('T', ' '));
});

test.each(['', '2026-02-30 10:00', '2026-03-29 02:30', '2026-11-22', '22/11/2026 10:30', '2026-11-22 25:00'])(
  '“%s” is refused as a moment in Paris',
  (text) => {
    expect(readParisTime(text)).toBeUndefined();
  },
);
