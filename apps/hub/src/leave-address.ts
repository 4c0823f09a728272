/**
 * The address of a page that redirects this browser to another site, where no login stores the target: after a form
 * that ends a session. Sealed, so that only targets chosen by the hub work; valid in this browser for a minute.
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
/** Length of an address that proxies and servers commonly accept. */
const maxCharacters = 6_000;

/** Undefined for a browser without a cookie, and for a target too long to fit into an address. */
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

/** Undefined when it is not sealed by this hub, belongs to another browser, or has expired. */
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
