export { type AddressPolicy, isAllowedAddress, isAllowedPort } from './address-policy.ts';
export type { OutboundTls } from './create-dispatcher.ts';
export type { OutboundRequest, OutboundResponse } from './exchange.ts';
export type { GuardedFetch } from './guarded-fetch.ts';
export { createGuardedLookup, type ResolveAll, systemResolveAll } from './guarded-lookup.ts';
export {
  type ObservedRequest,
  type ObserveRequests,
  type OutboundOutcome,
  observeOutbound,
} from './observe-outbound.ts';
export { createOutbound, type Outbound, type OutboundOptions } from './outbound.ts';
export { OutboundError, type OutboundFailure } from './outbound-error.ts';
export { createRemoteDocument, type RemoteDocument } from './remote-document.ts';
export { vetUrl } from './vet-url.ts';
