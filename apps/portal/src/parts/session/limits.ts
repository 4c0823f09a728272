/**
 * Limits of attempts (security.md 17, 20 and 27): by caller, by account, and by both together. A browser in which the
 * account has signed in before is counted separately, so that attempts from unknown browsers use up only their own
 * limit.
 */
import { GaranceError } from '@garance/core';
import { callerKey, callerNetwork } from '@garance/web/server';
import type { PortalDeps } from '../../deps.ts';
import type { AttemptLimit } from '../../objects/account/tables/attempt-windows.ts';
import { dayMs } from '../../objects/time/day.ts';
import type { RequestContext } from '../request-context.ts';
import { findKnownBrowser, type KnownBrowser } from './known-browser.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

interface Rule {
  /** `browser`: this browser at this account; `known-account`: any browser that the account has signed in with. */
  readonly by: 'address' | 'account' | 'both' | 'browser' | 'known-account';
  readonly limit: number;
  readonly windowMs: number;
}

interface Rules {
  /**
   * In the order of counting: a caller over its own limit no longer counts against the account. An account's own limits
   * stop guesses spread over many addresses.
   */
  readonly otherBrowsers: readonly Rule[];
  /** As for unknown browsers when absent. */
  readonly knownBrowsers?: readonly Rule[];
}

const rules = {
  'ask-code': {
    otherBrowsers: [
      { by: 'address', limit: 60, windowMs: 15 * minuteMs },
      { by: 'both', limit: 5, windowMs: 15 * minuteMs },
      { by: 'account', limit: 30, windowMs: hourMs },
    ],
    knownBrowsers: [{ by: 'browser', limit: 10, windowMs: 15 * minuteMs }],
  },
  /** For a known browser `reserveTry` counts the wrong codes. */
  'try-code': {
    otherBrowsers: [
      { by: 'address', limit: 60, windowMs: 15 * minuteMs },
      { by: 'both', limit: 10, windowMs: 15 * minuteMs },
      { by: 'account', limit: 60, windowMs: hourMs },
      { by: 'account', limit: 200, windowMs: dayMs },
    ],
    knownBrowsers: [],
  },
  'second-factor': {
    otherBrowsers: [
      { by: 'account', limit: 10, windowMs: 15 * minuteMs },
      { by: 'account', limit: 100, windowMs: dayMs },
    ],
    knownBrowsers: [
      { by: 'browser', limit: 10, windowMs: 15 * minuteMs },
      { by: 'browser', limit: 100, windowMs: dayMs },
    ],
  },
  /** Pages that store a row without a session: a challenge, a sign-in at another provider. */
  begin: {
    otherBrowsers: [{ by: 'address', limit: 60, windowMs: 15 * minuteMs }],
    knownBrowsers: [{ by: 'known-account', limit: 60, windowMs: 15 * minuteMs }],
  },
  invite: { otherBrowsers: [{ by: 'account', limit: 50, windowMs: hourMs }] },
  /** Each makes the platform connect to addresses that a partner typed. Counted by person and by service. */
  look: {
    otherBrowsers: [
      { by: 'account', limit: 30, windowMs: 15 * minuteMs },
      { by: 'account', limit: 200, windowMs: dayMs },
    ],
  },
  /** Each may name the SIRET of another organisation. */
  'create-organisation': { otherBrowsers: [{ by: 'account', limit: 5, windowMs: dayMs }] },
  /** Each act publishes to a hub, and may fetch addresses of the form. */
  sandbox: { otherBrowsers: [{ by: 'account', limit: 30, windowMs: hourMs }] },
  /** A message to the team is a mail to each of its agents. */
  write: { otherBrowsers: [{ by: 'account', limit: 30, windowMs: hourMs }] },
} as const satisfies Readonly<Record<string, Rules>>;

export type LimitedOperation = keyof typeof rules;

type Deps = Pick<PortalDeps, 'store' | 'clock' | 'config'>;

interface LimitedAttempt {
  readonly operation: LimitedOperation;
  /** E-mail address, or person id where browsers are not distinguished. */
  readonly account?: string | undefined;
}

/**
 * Counts one attempt. To be called before the attempt is checked, whatever its outcome.
 * @throws GaranceError `general.rate_limited`, with `Retry-After` on the answer
 */
export async function requireWithinLimits(
  deps: Deps,
  visit: RequestContext,
  attempt: LimitedAttempt,
): Promise<void> {
  const operationRules: Rules = rules[attempt.operation];
  const browser = operationRules.knownBrowsers && (await findTrustedBrowser(deps, visit, attempt.account));
  const counted = browser === undefined ? operationRules.otherBrowsers : (operationRules.knownBrowsers ?? []);
  await count(
    deps,
    visit,
    attemptLimits(counted, { attempt, browser, address: callerKey(visit.request.ip) }),
  );
}

async function count(
  { store, clock }: Deps,
  visit: RequestContext,
  limits: readonly AttemptLimit[],
): Promise<void> {
  for (const limit of limits) refuseAfter(visit, await store.portal.attemptWindows.hit(limit, clock.now()));
}

/** @throws GaranceError `general.rate_limited` unless there is nothing to wait for */
function refuseAfter(visit: RequestContext, waitMs: number): void {
  if (waitMs === 0) return;
  visit.reply.header('retry-after', String(Math.ceil(waitMs / 1000)));
  throw new GaranceError('general.rate_limited');
}

interface Counted {
  readonly attempt: LimitedAttempt;
  readonly browser: KnownBrowser | undefined;
  readonly address: string;
}

function attemptLimits(counted: readonly Rule[], about: Counted): readonly AttemptLimit[] {
  return counted.flatMap(({ by, limit, windowMs }) => {
    const who = whoIsCounted(by, about);
    return who === undefined
      ? []
      : [{ key: [about.attempt.operation, by, String(windowMs), ...who], limit, windowMs }];
  });
}

function whoIsCounted(by: Rule['by'], { attempt, browser, address }: Counted): readonly string[] | undefined {
  const { account } = attempt;
  switch (by) {
    case 'address':
      return [address];
    case 'account':
      return account === undefined ? undefined : [account];
    case 'both':
      return account === undefined ? undefined : [address, account];
    case 'browser':
      return browser && [browser.account, browser.id];
    case 'known-account':
      return browser && [browser.account];
  }
}

const wrongOfBrowser = { limit: 10, windowMs: hourMs } as const;
const wrongKeyOf = ({ account, id }: KnownBrowser): readonly string[] => [
  'wrong-code',
  'browser',
  account,
  id,
];

/** A known browser counts as unknown after ten wrong codes within an hour. */
async function findTrustedBrowser(
  deps: Deps,
  visit: RequestContext,
  account: string | undefined,
): Promise<KnownBrowser | undefined> {
  const browser = await findKnownBrowser(deps, visit, account);
  if (browser === undefined) return undefined;
  const { attemptWindows } = deps.store.portal;
  const wrong = await attemptWindows.count(wrongKeyOf(browser), deps.clock.now());
  return wrong < wrongOfBrowser.limit ? browser : undefined;
}

/** Wrong codes allowed for unknown browsers of one network (an IPv4 /24, an IPv6 /48). */
const wrongOfNetwork = [
  { limit: 60, windowMs: hourMs },
  { limit: 240, windowMs: dayMs },
] as const;
/**
 * Wrong codes of all unknown browsers in a day, after which new codes are longer. Refusing codes would deny service to
 * every user; a longer code does not. With 500 guesses at six digits, one day in 2,000 has a hit on any account.
 */
const wrongOfAll = { limit: 500, windowMs: dayMs } as const;
const allKey = ['wrong-code', 'strangers'] as const;

const codeDigits = { short: 6, long: 10 } as const;

/** Number of digits of a new code for this browser. */
export async function codeDigitsFor(deps: Deps, visit: RequestContext, email: string): Promise<number> {
  if ((await findTrustedBrowser(deps, visit, email)) !== undefined) return codeDigits.short;
  const wrong = await deps.store.portal.attemptWindows.count(allKey, deps.clock.now());
  return wrong < wrongOfAll.limit ? codeDigits.short : codeDigits.long;
}

interface ReservedTry {
  /** Shorter codes are refused without a check. */
  readonly shortest: number;
  /** Takes a correct code out of the count of wrong ones. */
  forgive(): Promise<void>;
}

/**
 * Counts a code as wrong before it is checked, so that every one of concurrent attempts is counted.
 * @param account the address that this browser's code was sent to
 * @throws GaranceError `general.rate_limited`, with `Retry-After` on the answer
 */
export async function reserveTry(
  deps: Deps,
  visit: RequestContext,
  account: string | undefined,
): Promise<ReservedTry> {
  const { attemptWindows } = deps.store.portal;
  const nowMs = deps.clock.now();
  const forgiving = (keys: readonly (readonly string[])[]) => async () => {
    for (const key of keys) await attemptWindows.forgive(key, nowMs);
  };
  const browser = account === undefined ? undefined : await findTrustedBrowser(deps, visit, account);
  if (browser !== undefined) {
    const key = wrongKeyOf(browser);
    // A concurrent attempt over the limit counts as unknown.
    if ((await attemptWindows.hit({ key, ...wrongOfBrowser }, nowMs)) === 0) {
      return { shortest: codeDigits.short, forgive: forgiving([key]) };
    }
  }
  await requireWithinLimits(deps, visit, { operation: 'try-code', account });
  const network = callerNetwork(visit.request.ip);
  const ofNetwork = wrongOfNetwork.map((window) => ({
    key: ['wrong-code', 'network', String(window.windowMs), network],
    ...window,
  }));
  await count(deps, visit, ofNetwork);
  const isOver = (await attemptWindows.hit({ key: allKey, ...wrongOfAll }, nowMs)) > 0;
  return {
    shortest: isOver ? codeDigits.long : codeDigits.short,
    forgive: forgiving([...ofNetwork.map(({ key }) => key), allKey]),
  };
}
