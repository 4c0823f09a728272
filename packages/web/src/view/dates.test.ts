import { describe, expect, it } from 'vitest';
import { formatDate, formatDateTime } from './dates.ts';

const novemberMorning = Date.UTC(2026, 10, 3, 9, 5);

describe('a moment written out', () => {
  it('reads as French people write it', () => {
    expect(formatDateTime('fr', novemberMorning)).toBe('3 novembre 2026 à 10 h 05');
    expect(formatDate('fr', Date.UTC(2026, 7, 1))).toBe('1er août 2026');
  });

  it('reads as English people write it', () => {
    expect(formatDateTime('en', novemberMorning)).toBe('3 November 2026 at 10:05');
  });

  it('is by default the time of Paris, summer and winter', () => {
    expect(formatDateTime('fr', Date.UTC(2026, 6, 14, 22, 30))).toBe('15 juillet 2026 à 0 h 30');
    expect(formatDateTime('fr', novemberMorning, 'Indian/Reunion')).toBe('3 novembre 2026 à 13 h 05');
  });
});
