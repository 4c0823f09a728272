/** How often somebody may try (security.md 17 and 20): by caller, by account, and by both together. */
import { GaranceError } from '@garance/core';
import type { AttemptLimit } from '@garance/store';
import { callerKey } from '@garance/web/server';
import type { PortalDeps } from '../../kit/deps.ts';
import type { Visit } from '../../kit/visit.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

interface Rule {
  readonly by: 'address' | 'account' | 'both';
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * In the order in which they are counted: a caller over its own limit no longer counts against the account, so that nobody
 * keeps somebody else out from one address; a whole administration may share one. An account's own limits only stop a guess spread over many addresses: a code is
 * one of a million, and no account is guessed at more than 200 times a day.
 */
const rules = {
  'ask-code': [
    { by: 'address', limit: 60, windowMs: 15 * minuteMs },
    { by: 'both', limit: 5, windowMs: 15 * minuteMs },
    { by: 'account', limit: 30, windowMs: hourMs },
  ],
  'try-code': [
    { by: 'address', limit: 60, windowMs: 15 * minuteMs },
    { by: 'both', limit: 10, windowMs: 15 * minuteMs },
    { by: 'account', limit: 60, windowMs: hourMs },
    { by: 'account', limit: 200, windowMs: 24 * hourMs },
  ],
  'second-factor': [
    { by: 'account', limit: 10, windowMs: 15 * minuteMs },
    { by: 'account', limit: 100, windowMs: 24 * hourMs },
  ],
  /** Pages that write something for a stranger: a challenge, a sign-in begun elsewhere. */
  begin: [{ by: 'address', limit: 60, windowMs: 15 * minuteMs }],
  /** Each publishes to a hub, and may fetch what the form names. */
  sandbox: [{ by: 'account', limit: 30, windowMs: hourMs }],
  invite: [{ by: 'account', limit: 50, windowMs: hourMs }],
  /** A message to the team is a mail to each of its agents. */
  write: [{ by: 'account', limit: 30, windowMs: hourMs }],
} as const satisfies Readonly<Record<string, readonly Rule[]>>;

export type LimitedErrand = keyof typeof rules;

/**
 * Counts one attempt. Say it before the attempt is looked at, right or wrong.
 * @param account e-mail address or person id; rules by account are left out without one
 * @throws GaranceError `general.rate_limited`, with `Retry-After` on the answer
 */
export async function requireWithinLimits(
  { store, clock }: Pick<PortalDeps, 'store' | 'clock'>,
  visit: Visit,
  wanted: { readonly errand: LimitedErrand; readonly account?: string | undefined },
): Promise<void> {
  const { attemptWindows } = store.portal;
  for (const limit of attemptLimits(wanted, callerKey(visit.request.ip))) {
    const waitMs = await attemptWindows.hit(limit, clock.now());
    if (waitMs === 0) continue;
    visit.reply.header('retry-after', String(Math.ceil(waitMs / 1000)));
    throw new GaranceError('general.rate_limited');
  }
}

function attemptLimits(
  { errand, account }: { readonly errand: LimitedErrand; readonly account?: string | undefined },
  address: string,
): readonly AttemptLimit[] {
  const ofErrand: readonly Rule[] = rules[errand];
  return ofErrand.flatMap(({ by, limit, windowMs }) => {
    const who = whoIsCounted(by, address, account);
    return who === undefined ? [] : [{ key: [errand, by, String(windowMs), ...who], limit, windowMs }];
  });
}

function whoIsCounted(
  by: Rule['by'],
  address: string,
  account: string | undefined,
): readonly string[] | undefined {
  if (by === 'address') return [address];
  if (account === undefined) return undefined;
  return by === 'account' ? [account] : [address, account];
}
