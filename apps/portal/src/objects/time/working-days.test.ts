import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  dueOn,
  elapsedWorkingDays,
  isWorkingDay,
  parisDay,
  startClock,
  stopClock,
  usedWorkingDays,
} from './working-days.ts';

/** A moment in Paris, in winter (UTC + 1). */
const paris = (day: string, hour = 10): number => Date.parse(`${day}T00:00:00Z`) + (hour - 1) * 3600 * 1000;
const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2040, 0, 1) });

describe('French working days', () => {
  it('exclude every public holiday of 2026, and no other weekday', () => {
    const off: string[] = [];
    for (let ms = Date.UTC(2026, 0, 1, 12); ms < Date.UTC(2027, 0, 1); ms += 24 * 3600 * 1000) {
      const weekday = new Date(ms).getUTCDay();
      if (weekday !== 0 && weekday !== 6 && !isWorkingDay(parisDay(ms))) off.push(parisDay(ms));
    }
    expect(off).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-11-11',
      '2026-12-25',
    ]);
  });

  it('put the promised day on the fifth working day after the submission, over a week-end and a holiday', () => {
    expect(dueOn(paris('2026-11-02'))).toBe('2026-11-09');
    expect(dueOn(paris('2026-11-06'))).toBe('2026-11-16');
    expect(dueOn(paris('2026-12-23'))).toBe('2026-12-31');
  });

  it('count a submission on a Sunday like one on the Friday before', () => {
    expect(dueOn(paris('2026-11-22'))).toBe(dueOn(paris('2026-11-20')));
  });

  it('are days in Paris: half past midnight there is still the day before in UTC', () => {
    expect(parisDay(Date.UTC(2026, 10, 2, 23, 30))).toBe('2026-11-03');
    expect(parisDay(Date.UTC(2026, 6, 2, 22, 30))).toBe('2026-07-03');
  });

  test.prop([moment, fc.integer({ min: 0, max: 15 })], { numRuns: 200 })(
    'put the promised day on a working day, with that many elapsed when it comes',
    (at, days) => {
      const due = dueOn(at, days);
      expect(isWorkingDay(due)).toBe(true);
      if (days > 0) expect(elapsedWorkingDays(at, Date.parse(`${due}T12:00:00Z`))).toBe(days);
    },
  );

  const span = fc.integer({ min: 0, max: 40 * 24 * 3600 * 1000 });
  test.prop([moment, span, span], { numRuns: 200 })(
    'add up whatever the moment at which a period is split',
    (from, first, second) => {
      const [middle, until] = [from + first, from + first + second];
      expect(elapsedWorkingDays(from, middle) + elapsedWorkingDays(middle, until)).toBe(
        elapsedWorkingDays(from, until),
      );
    },
  );

  it('pause while changes are requested', () => {
    const started = { submittedAtMs: paris('2026-11-02'), clockUsedDays: 0 };
    const stopped = { ...started, ...stopClock(started, paris('2026-11-04')) };
    expect(stopped).toMatchObject({ clockUsedDays: 2, dueOn: null });
    expect(usedWorkingDays({ ...stopped }, paris('2026-12-01'))).toBe(2);
    const again = startClock(stopped, paris('2026-12-01'), { afresh: false });
    expect(again).toEqual({ clockUsedDays: 2, clockStoppedAtMs: null, dueOn: '2026-12-04' });
    const running = { submittedAtMs: paris('2026-12-01'), clockUsedDays: 2 };
    expect(usedWorkingDays(running, paris('2026-12-03'))).toBe(4);
    expect(startClock(stopped, paris('2026-12-01'), { afresh: true }).dueOn).toBe('2026-12-08');
  });

  it('are those of earlier periods while the clock was not started', () => {
    expect(usedWorkingDays({ clockUsedDays: 3 }, Date.UTC(2099, 0, 1))).toBe(3);
  });

  it('count once when the clock is stopped twice', () => {
    const started = { submittedAtMs: paris('2026-11-02'), clockUsedDays: 0 };
    const once = { ...started, ...stopClock(started, paris('2026-11-04')) };
    expect(stopClock(once, paris('2026-11-20'))).toMatchObject({
      clockUsedDays: 2,
      clockStoppedAtMs: paris('2026-11-04'),
    });
  });

  it('put the promised day on today, or the next working day, once they are used up', () => {
    const late = { submittedAtMs: paris('2026-11-02'), clockStoppedAtMs: 1, clockUsedDays: 9 };
    expect(startClock(late, paris('2026-11-03'), { afresh: false }).dueOn).toBe('2026-11-03');
    expect(startClock(late, paris('2026-11-11'), { afresh: false }).dueOn).toBe('2026-11-12');
  });
});
