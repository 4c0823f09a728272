/**
 * French working days: Monday to Friday, public holidays of the whole country left out. A day is a day in Paris, written
 * `YYYY-MM-DD`. Pure: the moment is a parameter.
 */
import holidaysOf from '@socialgouv/jours-feries';
import { dayMs } from './day.ts';

/** Promised time of an answer, in working days. */
export const promisedDays = 5;

const parisDate = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The day in Paris of a moment. */
export function parisDay(epochMs: number): string {
  return parisDate.format(epochMs);
}

/** Cache of holidays by year. */
const holidays = new Map<number, ReadonlySet<string>>();

function holidaysOfYear(year: number): ReadonlySet<string> {
  const cached = holidays.get(year);
  // Stryker disable next-line ConditionalExpression: the cache only saves time.
  if (cached !== undefined) return cached;
  // The library returns midnights of the process's own time zone, computed by adding days of 24 hours: twelve hours
  // later is the right day, whatever daylight saving did in between.
  const days = Object.values(holidaysOf(year)).map((date) => {
    const noon = new Date(date.getTime() + dayMs / 2);
    return isoDay(Date.UTC(noon.getFullYear(), noon.getMonth(), noon.getDate()));
  });
  const made = new Set(days);
  // Stryker disable next-line CallExpression: the cache only saves time.
  holidays.set(year, made);
  return made;
}

const isoDay = (utcMs: number): string => new Date(utcMs).toISOString().slice(0, 10);
const nextDay = (day: string): string => isoDay(Date.parse(day) + dayMs);

export function isWorkingDay(day: string): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidaysOfYear(Number(day.slice(0, 4))).has(day);
}

/**
 * The day by which an answer is due: the `days`-th working day after the day of the submission. A submission on a Sunday
 * counts like one late on the Friday before. With no day left it is the first working day from today.
 */
export function dueOn(submittedAtMs: number, days: number = promisedDays): string {
  let day = parisDay(submittedAtMs);
  let left = days;
  while (left > 0 || !isWorkingDay(day)) {
    day = nextDay(day);
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** Working days that began after the day of `fromMs`, up to and with the day of `untilMs`. */
export function elapsedWorkingDays(fromMs: number, untilMs: number): number {
  const last = parisDay(untilMs);
  let count = 0;
  for (let day = nextDay(parisDay(fromMs)); day <= last; day = nextDay(day)) {
    if (isWorkingDay(day)) count += 1;
  }
  return count;
}

/** State of the team's clock, as a table stores it. */
export interface TeamClock {
  /** When it was last started. */
  readonly submittedAtMs?: number;
  /** Set while it is stopped. */
  readonly clockStoppedAtMs?: number;
  /** Working days used before the last start. */
  readonly clockUsedDays: number;
}

/** Working days that the team has used so far; time in which the partner was asked for changes does not count. */
export function usedWorkingDays(clock: TeamClock, nowMs: number): number {
  if (clock.submittedAtMs === undefined || clock.clockStoppedAtMs !== undefined) return clock.clockUsedDays;
  return clock.clockUsedDays + elapsedWorkingDays(clock.submittedAtMs, nowMs);
}

/** Starts a clock, afresh or where it stopped. */
export function startClock(
  clock: TeamClock,
  nowMs: number,
  { afresh, days = promisedDays }: { readonly afresh: boolean; readonly days?: number },
): { readonly clockUsedDays: number; readonly clockStoppedAtMs: null; readonly dueOn: string } {
  const clockUsedDays = afresh ? 0 : clock.clockUsedDays;
  return { clockUsedDays, clockStoppedAtMs: null, dueOn: dueOn(nowMs, Math.max(0, days - clockUsedDays)) };
}

/** Stops a clock and clears its due date. A stopped clock stays as it is. */
export function stopClock(
  clock: TeamClock,
  nowMs: number,
): { readonly clockUsedDays: number; readonly clockStoppedAtMs: number; readonly dueOn: null } {
  const clockStoppedAtMs = clock.clockStoppedAtMs ?? nowMs;
  return { clockUsedDays: usedWorkingDays(clock, nowMs), clockStoppedAtMs, dueOn: null };
}
