import { reservedIdentities } from '@garance/core';
import type { Fault } from '../../vocabulary/fault.ts';
import { absent, mutate, type Others } from '../../vocabulary/mutation.ts';

type CallbackFault = Extract<Fault, { at: 'callback' }>;
type Params = Readonly<Record<string, string>>;

/**
 * The parameters sent to the service's redirect URI, and whether they differ from the good ones.
 *
 * @param others the same parameter in other logins of this client
 */
export function wrongCallback(
  good: Params,
  { set = {}, drop = [] }: CallbackFault,
  others: (name: string) => Others,
): { readonly params: Params; readonly made: boolean } {
  const params = new Map(Object.entries(good).filter(([name]) => !drop.includes(name)));
  let made = true;
  for (const [name, value] of Object.entries(set)) {
    const newValue = parameterOf(value, { truth: good[name] ?? '', name, others: others(name) });
    if (newValue === undefined) made = false;
    else if (newValue === absent) params.delete(name);
    else params.set(name, String(newValue));
  }
  return { params: Object.fromEntries(params), made };
}

function parameterOf(
  value: NonNullable<CallbackFault['set']>[string],
  { truth, name, others }: { readonly truth: string; readonly name: string; readonly others: Others },
): unknown {
  if (typeof value === 'string') return value;
  if ('reserved' in value) return reservedIdentities[value.reserved];
  return mutate(value.mutated, { kind: name === 'iss' ? 'issuer' : 'opaque', truth, others });
}
