const shape = /^\d{4}-\d{2}-\d{2}$/;
const fourteenHoursMs = 14 * 60 * 60 * 1000;

/**
 * Whether `text` is a date of the Gregorian calendar, or a presumed one: `YYYY-MM-00` when the day is unknown,
 * `YYYY-00-00` when the month is too. The year is always known.
 */
export function isBirthdate(text: string): boolean {
  if (!shape.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  if (year === 0 || month > 12) return false;
  if (month === 0) return day === 0;
  return day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Whether a valid birth date is later than today everywhere on Earth at `nowMs` (the first time zone to change day is UTC+14). */
export function isInTheFuture(birthdate: string, nowMs: number): boolean {
  // Compared as text: a day is shorter than a moment of that day, so it sorts before it and never equals it.
  // Stryker disable next-line EqualityOperator: they are never equal.
  return birthdate > new Date(nowMs + fourteenHoursMs).toISOString();
}

/** A presumed birth date in the civil register's form: unknown day or month as `01` instead of `00`. */
export function toRegisterForm(birthdate: string): string {
  return birthdate.replaceAll('-00', '-01');
}
