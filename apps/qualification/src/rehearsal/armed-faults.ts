/**
 * Faults of the documents that belong to no login: discovery document and keys of a service's own rehearsal issuer.
 * They are armed with a rehearsal token and last until the service's next rehearsal token, at most two minutes.
 */
import type { Clock } from '@garance/core';
import type { Fault } from '../vocabulary/fault.ts';
import type { Observation } from '../vocabulary/observation.ts';

type IssuerFault = Extract<Fault, { at: 'discovery' | 'jwks' }>;

interface Armed<F extends IssuerFault = IssuerFault> {
  readonly loginId: string;
  readonly fault: F;
}

/** Keyed by rehearsal issuer. */
export interface ArmedFaults {
  /** Ends what was armed before; arms the fault if there is one of this kind. */
  set(issuer: string, loginId: string, fault: Fault | undefined): void;
  find<A extends IssuerFault['at']>(
    issuer: string,
    at: A,
  ): Armed<Extract<IssuerFault, { at: A }>> | undefined;
  /** Good answers belong to no rehearsal token: services fetch these documents when they start. */
  noteGood(issuer: string, kind: IssuerFault['at']): void;
  goodFetches(issuer: string): readonly Observation[];
}

interface IssuerState {
  readonly fetches: Observation[];
  armed: (Armed & { readonly untilMs: number }) | undefined;
}

const armedMs = 120_000;
const mostFetches = 50;
const mostIssuers = 2_000;

export function createArmedFaults({ clock }: { readonly clock: Clock }): ArmedFaults {
  const issuers = new Map<string, IssuerState>();
  const stateOf = (issuer: string): IssuerState => {
    const state = issuers.get(issuer) ?? { fetches: [], armed: undefined };
    // The least recently used issuer (no rehearsal token, no fetch) is removed first.
    issuers.delete(issuer);
    issuers.set(issuer, state);
    const [oldest] = issuers.keys();
    if (issuers.size > mostIssuers && oldest !== undefined) issuers.delete(oldest);
    return state;
  };
  return {
    set: (issuer, loginId, fault) => {
      const armed = fault?.at === 'discovery' || fault?.at === 'jwks' ? { loginId, fault } : undefined;
      stateOf(issuer).armed = armed && { ...armed, untilMs: clock.now() + armedMs };
    },
    find: (issuer, at) => {
      const armed = issuers.get(issuer)?.armed;
      if (armed === undefined || armed.untilMs <= clock.now()) return undefined;
      const { loginId, fault } = armed;
      return isAt(fault, at) ? { loginId, fault } : undefined;
    },
    noteGood: (issuer, kind) => {
      const { fetches } = stateOf(issuer);
      fetches.push({ atMs: clock.now(), kind, faulty: false });
      if (fetches.length > mostFetches) fetches.shift();
    },
    goodFetches: (issuer) => issuers.get(issuer)?.fetches ?? [],
  };
}

function isAt<A extends IssuerFault['at']>(
  fault: IssuerFault,
  at: A,
): fault is Extract<IssuerFault, { at: A }> {
  return fault.at === at;
}
