import { type Claims, reservedIdentities } from '@garance/core';
import type { ClaimEdit, ClaimValue } from '../../vocabulary/fault.ts';

/** The claims as the fault wants them, before they are signed. `now` is a NumericDate. */
export function editClaims(claims: Claims, edit: ClaimEdit | undefined, now: number): Claims {
  const dropped = new Set(edit?.drop ?? []);
  const kept = Object.entries(claims).filter(([name]) => !dropped.has(name));
  const set = Object.entries(edit?.set ?? {}).map(
    ([name, value]) => [name, claimOf(value, claims[name], now)] as const,
  );
  return Object.fromEntries([...kept, ...set]);
}

function claimOf(value: ClaimValue, truth: unknown, now: number): unknown {
  if ('reserved' in value) return reservedIdentities[value.reserved];
  if ('secondsFromNow' in value) return now + value.secondsFromNow;
  if ('inArray' in value) {
    return value.inArray === 'alone' ? [truth] : [truth, reservedIdentities.client];
  }
  return value.json;
}
