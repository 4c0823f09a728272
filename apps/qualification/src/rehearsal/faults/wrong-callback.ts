import { reservedIdentities } from '@garance/core';
import type { Fault } from '../../vocabulary/fault.ts';

type CallbackFault = Extract<Fault, { at: 'callback' }>;
type Params = Readonly<Record<string, string>>;

/** The parameters that the service's redirect URI is sent. */
export function wrongCallback(params: Params, { set = {}, drop = [] }: CallbackFault): Params {
  const kept = Object.entries(params).filter(([name]) => !drop.includes(name));
  const said = Object.entries(set).map(
    ([name, value]) =>
      [name, typeof value === 'string' ? value : reservedIdentities[value.reserved]] as const,
  );
  return Object.fromEntries([...kept, ...said]);
}
