/** Logins that come whether or not those before them are done, and what became of each. */
import { setTimeout as wait } from 'node:timers/promises';
import { type HubSide, type Plan, signInOnce, type World } from './citizen.ts';
import type { LoginRecord } from './login-record.ts';

export interface Hubs {
  readonly standard: HubSide;
  readonly plus: HubSide;
}

export interface Load {
  readonly records: readonly LoginRecord[];
  /** No new ones; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export const services = 20;

/** By the last digit of a login's number. */
const redemptions = [
  'once',
  'late',
  'once',
  'again',
  'once',
  'late',
  'race',
  'once',
  'late',
  'once',
] as const;

/** What the login with this number does: every twentieth on plus, every fourth first with provider b. */
export function planOf(number: number): Plan & { readonly platform: keyof Hubs } {
  return {
    platform: number % 20 === 13 ? 'plus' : 'standard',
    service: number % services,
    // Whom a provider or a hub refuses chooses again, at most twice.
    providers: number % 4 === 1 ? ['b', 'a', 'a'] : ['a', 'a', 'a'],
    redemption: redemptions[number % redemptions.length] ?? 'once',
  };
}

let last = 0;

async function record(hubs: Hubs, world: World): Promise<LoginRecord> {
  last += 1;
  const { platform, ...plan } = planOf(last);
  const beganMs = Date.now();
  const end = await signInOnce(hubs[platform], plan, world);
  return { platform, beganMs, endedMs: Date.now(), end };
}

/**
 * Logins whose services have their codes and do not redeem them yet.
 * @returns lets them do it
 */
export async function keepCodes(hubs: Hubs, world: World, count: number): Promise<() => void> {
  const all = Promise.withResolvers<void>();
  const redeem = Promise.withResolvers<void>();
  let kept = 0;
  world.keep = () => {
    kept += 1;
    if (kept === count) all.resolve();
    return redeem.promise;
  };
  const plan = { ...planOf(0), redemption: 'late' } as const;
  for (let service = 0; service < count; service += 1)
    void signInOnce(hubs.standard, { ...plan, service: service % services }, world);
  await all.promise;
  world.keep = async () => {};
  return redeem.resolve;
}

/** Citizens arrive at random (Poisson), so that a slow moment reduces no arrivals and does not hide itself. */
export function startLoad(hubs: Hubs, world: World, perSecond: number): Load {
  const records: LoginRecord[] = [];
  const underWay = new Set<Promise<void>>();
  const ending = new AbortController();
  const arrive = async (): Promise<void> => {
    let dueMs = performance.now();
    for (;;) {
      dueMs += (-Math.log(1 - Math.random()) * 1000) / perSecond;
      await wait(Math.max(0, dueMs - performance.now()), undefined, { signal: ending.signal });
      const login = record(hubs, world).then((made) => void records.push(made));
      underWay.add(login);
      void login.finally(() => underWay.delete(login));
    }
  };
  const arrivals = arrive().catch(() => {});
  return {
    records,
    stop: async () => {
      ending.abort();
      await arrivals;
      await Promise.all(underWay);
    },
  };
}

/** The most that the machine does: citizens who begin the next login as soon as one is done. @returns logins a second */
export async function measureCalm(
  hubs: Hubs,
  world: World,
  { forMs, citizens }: { readonly forMs: number; readonly citizens: number },
): Promise<number> {
  const beganMs = performance.now();
  let done = 0;
  const citizen = async (): Promise<void> => {
    while (performance.now() - beganMs < forMs) {
      const { end } = await record(hubs, world);
      if (end.kind !== 'done') throw new Error(`a login in calm: ${JSON.stringify(end)}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: citizens }, citizen));
  return (done * 1000) / (performance.now() - beganMs);
}
