import { type ObservedRequest, type Outbound, observeOutbound } from '@garance/web/outbound';

/** Kind of request to a provider. */
export type ProviderCall = 'discovery' | 'jwks' | 'token' | 'userinfo';

/** Called for each request to a provider. Must not throw. */
export type ObserveProvider = (providerId: string, call: ProviderCall) => ObservedRequest;

/** The client for one request. */
export type Towards = (providerId: string, call: ProviderCall) => Outbound;

export function createTowards(outbound: Outbound, observe: ObserveProvider | undefined): Towards {
  if (observe === undefined) return () => outbound;
  return (providerId, call) => observeOutbound(outbound, () => observe(providerId, call));
}
