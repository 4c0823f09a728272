/** Whether the logins of a fault ended as the fault allows. Pure. */
import type { LoginRecord } from './login-record.ts';
import type { NodeName } from './proxy.ts';

/** Refusals with one of these codes, from the strike on. */
export interface Refusals {
  readonly codes: readonly string[];
  /** Until when: so long after the healing, or so long after the strike. */
  readonly until: readonly [after: 'healing' | 'strike', ms: number];
}

export interface Allowance {
  /** Logins that had a request open on this node when it died. */
  readonly cutAt?: NodeName;
  readonly refused?: Refusals;
  /** On plus alone. */
  readonly refusedOnPlus?: Refusals;
}

export interface Times {
  readonly struckMs: number;
  /** When the strike was over: what it killed has ended. */
  readonly deadMs: number;
  /** When the healing began. */
  readonly healingMs: number;
  readonly healedMs: number;
}

export interface Verdict {
  readonly done: number;
  /** Cut off by a node that died, as allowed. */
  readonly cut: number;
  /** Refused, as allowed. */
  readonly refused: number;
  /** Ended as the fault does not allow, and how. */
  readonly failed: readonly string[];
}

/** Clocks and signals of one machine. */
const toleranceMs = 200;

export function judgeLogins(
  records: readonly LoginRecord[],
  { struckMs, deadMs, healedMs }: Omit<Times, 'healingMs'>,
  allowed: Allowance,
): Verdict {
  const isIn = (atMs: number, [after, ms]: Refusals['until']): boolean =>
    atMs >= struckMs - toleranceMs && atMs <= (after === 'healing' ? healedMs : struckMs) + ms;
  const wasOpen = (record: LoginRecord, requestMs: number): boolean =>
    requestMs <= deadMs + toleranceMs && record.endedMs >= struckMs - toleranceMs;
  const kindOf = (record: LoginRecord): 'done' | 'cut' | 'refused' | string => {
    const { end, platform } = record;
    switch (end.kind) {
      case 'done':
        return 'done';
      case 'cut': {
        const isOfTheDead = allowed.cutAt !== undefined && (end.node ?? allowed.cutAt) === allowed.cutAt;
        return isOfTheDead && wasOpen(record, end.requestMs)
          ? 'cut'
          : `cut off at ${end.node ?? 'a node'} ${end.requestMs - struckMs} ms after the strike`;
      }
      case 'refused': {
        const windows = [allowed.refused, platform === 'plus' ? allowed.refusedOnPlus : undefined];
        // A login is refused by the answer to a request: what was asked before the healing may be answered after it.
        const isAllowed = windows.some(
          (window) => window?.codes.includes(end.code) && isIn(record.endedMs, window.until),
        );
        return isAllowed
          ? 'refused'
          : `${platform}: refused with ${end.code}, ${record.endedMs - struckMs} ms after the strike`;
      }
      case 'failed':
        return `${platform}: ${end.why}`;
    }
  };
  const kinds = records.map(kindOf);
  const count = (kind: string) => kinds.filter((found) => found === kind).length;
  return {
    done: count('done'),
    cut: count('cut'),
    refused: count('refused'),
    failed: kinds.filter((kind) => !['done', 'cut', 'refused'].includes(kind)),
  };
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly done: number;
  readonly undone: number;
  readonly twice: number;
}

/** The last line of a run. */
export function lastLine({ passed, failed, done, undone, twice }: Totals): string {
  return `faults: ${passed} passed, ${failed} failed; logins: ${done} done, ${undone} failed; codes redeemed twice: ${twice}`;
}
