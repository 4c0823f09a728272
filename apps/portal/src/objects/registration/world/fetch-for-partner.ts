/**
 * Fetches an address that a partner entered. Partners receive coarse reasons only: precise ones would make the platform
 * a scanner of other networks (security.md 11). A private address, a closed port, a redirect and a 403 have the same
 * reason.
 */
import { type Outbound, OutboundError, vetUrl } from '@garance/web/outbound';

export const partnerFetchFailures = [
  /** Decided by the address itself, before any request. */
  'blocked-address',
  'blocked-scheme',
  'blocked-port',
  /** No answer from an address to which the platform may connect. */
  'unreachable',
  /** An answer without a document: a status other than 200, a redirect, too many bytes. */
  'no-document',
] as const;
export type PartnerFetchFailure = (typeof partnerFetchFailures)[number];

export type PartnerFetch =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly why: PartnerFetchFailure };

/** The same bounds as the hub's own fetch. */
const bounds = { timeoutMs: 5_000, maxBytes: 262_144 } as const;

/** @param accept value of the `Accept` header */
export async function fetchForPartner(
  outbound: Outbound,
  { url, accept }: { readonly url: string; readonly accept: string },
): Promise<PartnerFetch> {
  const refused = refusalOf(url, outbound);
  if (refused !== undefined) return { ok: false, why: refused };
  try {
    const { status, body } = await outbound.request({ url, accept, ...bounds });
    return status === 200 ? { ok: true, body } : { ok: false, why: 'no-document' };
  } catch (error) {
    return { ok: false, why: coarseReason(error) };
  }
}

/** Reason why an address must not be fetched, from its text alone. */
export function refusalOf(
  url: string,
  { policy }: Pick<Outbound, 'policy'>,
): Extract<PartnerFetchFailure, `blocked-${string}`> | undefined {
  try {
    vetUrl(url, policy);
    return undefined;
  } catch (error) {
    const reason = error instanceof OutboundError ? error.reason : undefined;
    return reason === 'blocked-address' || reason === 'blocked-port' ? reason : 'blocked-scheme';
  }
}

/** A name that resolves to a private address is reported like one that does not resolve. */
export function coarseReason(error: unknown): 'unreachable' | 'no-document' {
  const answered = error instanceof OutboundError && ['redirect', 'too-large'].includes(error.reason);
  return answered ? 'no-document' : 'unreachable';
}
