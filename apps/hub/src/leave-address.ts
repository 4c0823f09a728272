/**
 * The address of a page that moves this browser on to another site, where no login keeps the address: after a form that
 * ends a session. Sealed, so that it leads nowhere but where the hub decided; good for this browser and a minute.
 */
import { nowSeconds } from '@garance/core';
import type { HubDeps } from './deps.ts';
import { sha256 } from './ids.ts';

export interface LeaveTarget {
  readonly url: string;
  readonly name?: string | undefined;
}

interface Sealed extends LeaveTarget {
  readonly browserHash: string;
  readonly endsAt: number;
}

type LeaveDeps = Pick<HubDeps, 'config' | 'vault' | 'clock'>;

const purpose = 'leave';
const lifeSeconds = 60;
/** What proxies and servers commonly accept as an address. */
const maxCharacters = 6_000;

/** Undefined for a browser without a cookie, and for an address too long to be sealed into one. */
export function leaveUrl(
  { config, vault, clock }: LeaveDeps,
  target: LeaveTarget,
  browserSecret: string | undefined,
): string | undefined {
  if (browserSecret === undefined) return undefined;
  const sealed: Sealed = {
    ...target,
    browserHash: sha256(browserSecret),
    endsAt: nowSeconds(clock) + lifeSeconds,
  };
  const address = `${config.issuer}/onward?to=${vault.seal(purpose, JSON.stringify(sealed))}`;
  return address.length > maxCharacters ? undefined : address;
}

/** Undefined when it is not ours, another browser's, or too old. */
export function readLeaveTarget(
  { vault, clock }: LeaveDeps,
  sealed: string | undefined,
  browserSecret: string | undefined,
): LeaveTarget | undefined {
  if (sealed === undefined || browserSecret === undefined) return undefined;
  try {
    const { url, name, browserHash, endsAt } = JSON.parse(vault.open(purpose, sealed)) as Sealed;
    const good = browserHash === sha256(browserSecret) && nowSeconds(clock) < endsAt;
    return good ? { url, name } : undefined;
  } catch {
    return undefined;
  }
}
