import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { type AddressPolicy, isAllowedAddress } from './address-policy.ts';
import { OutboundError } from './outbound-error.ts';

/** Resolves a name to all its addresses. Injected by tests. */
export type ResolveAll = (
  hostname: string,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export const systemResolveAll: ResolveAll = (hostname, callback) => {
  systemLookup(hostname, { all: true }, (error, addresses) => callback(error, addresses ?? []));
};

type LookupCallback = (error: Error | null, addressOrList: string | LookupAddress[], family?: number) => void;

/**
 * The `lookup` of every socket: the answer that is vetted here is the answer the socket connects to, so a name that
 * resolves differently a moment later (DNS rebinding) gains nothing. One forbidden address spoils the whole answer:
 * a mixed answer is never an accident.
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
