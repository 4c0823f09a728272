import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { type AddressPolicy, isAllowedAddress } from './address-policy.ts';
import { OutboundError } from './outbound-error.ts';

/** Resolves a name to all its addresses. Tests pass their own. */
export type ResolveAll = (
  hostname: string,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export const systemResolveAll: ResolveAll = (hostname, callback) => {
  systemLookup(hostname, { all: true }, (error, addresses) => callback(error, addresses ?? []));
};

type LookupCallback = (error: Error | null, addressOrList: string | LookupAddress[], family?: number) => void;

/**
 * The `lookup` of every socket. The socket connects to the addresses checked here, so a name that resolves differently
 * a moment later (DNS rebinding) has no effect. One forbidden address refuses the whole answer, because an answer that
 * mixes public and private addresses is an attack.
 */
export function createGuardedLookup(policy: AddressPolicy, resolveAll: ResolveAll) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    resolveAll(hostname, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowedAddress(address, policy))) {
        return callback(new OutboundError('blocked-address', { host: hostname }), []);
      }
      if (options.all === true) return callback(null, [...addresses]);
      return callback(null, first.address, first.family);
    });
  };
}
