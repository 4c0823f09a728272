import { describe, expect, test } from 'vitest';
import { isBirthdate, isInTheFuture, toRegisterForm } from './birthdate.ts';

test.each([
  '1962-08-24',
  '1990-01-01',
  '1990-01-31',
  '1990-04-30',
  '1990-06-30',
  '1990-09-30',
  '1990-11-30',
  '1990-03-31',
  '1990-05-31',
  '1990-07-31',
  '1990-08-31',
  '1990-10-31',
  '1990-12-31',
  '1990-02-28',
  '2000-02-29',
  '2004-02-29',
  '0001-01-01',
])('%s is a birth date', (date) => {
  expect(isBirthdate(date)).toBe(true);
});

test.each(['1990-12-00', '1990-01-00', '1990-00-00'])('%s is a presumed birth date', (date) => {
  expect(isBirthdate(date)).toBe(true);
});

test.each([
  ['a known day with an unknown month', '1990-00-01'],
  ['a month that does not exist', '1990-13-01'],
  ['a month that does not exist and no day', '1990-13-00'],
  ['31 April', '1990-04-31'],
  ['31 June', '1990-06-31'],
  ['31 September', '1990-09-31'],
  ['31 November', '1990-11-31'],
  ['32 January', '1990-01-32'],
  ['29 February of a common year', '1990-02-29'],
  ['30 February', '2000-02-30'],
  ['29 February of a century year', '1900-02-29'],
  ['an unknown year', '0000-00-00'],
  ['a year that does not exist', '0000-05-05'],
  ['a short year', '990-01-01'],
  ['a long year', '11990-01-01'],
  ['a long day', '1990-01-011'],
  ['text before', 'x1990-10-00'],
  ['no dashes', '19900101'],
  ['another order', '01-01-1990'],
  ['a time', '1990-01-01T00:00:00Z'],
  ['a final line break', '1990-01-01\n'],
  ['other digits', '١٩٩٠-01-01'],
  ['nothing', ''],
])('%s is not a birth date', (_, date) => {
  expect(isBirthdate(date)).toBe(false);
});

describe('the future', () => {
  const noonUtc = Date.UTC(2026, 2, 10, 12);

  test('begins first at UTC+14', () => {
    expect(isInTheFuture('2026-03-11', noonUtc)).toBe(false);
    expect(isInTheFuture('2026-03-11', Date.UTC(2026, 2, 10, 9, 59, 59, 999))).toBe(true);
    expect(isInTheFuture('2026-03-11', Date.UTC(2026, 2, 10, 10))).toBe(false);
    expect(isInTheFuture('2026-03-12', noonUtc)).toBe(true);
  });

  test('uses only the known parts of a presumed date', () => {
    expect(isInTheFuture('2026-00-00', noonUtc)).toBe(false);
    expect(isInTheFuture('2026-03-00', noonUtc)).toBe(false);
    expect(isInTheFuture('2026-04-00', noonUtc)).toBe(true);
    expect(isInTheFuture('2027-00-00', noonUtc)).toBe(true);
  });
});

test.each([
  ['1990-00-00', '1990-01-01'],
  ['1990-10-00', '1990-10-01'],
  ['2000-10-20', '2000-10-20'],
])('the register writes %s as %s', (date, registerForm) => {
  expect(toRegisterForm(date)).toBe(registerForm);
});
