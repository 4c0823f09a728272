/**
 * Faults of what carries no transaction: a rehearsal issuer's discovery document and keys. Armed with a ticket, for that
 * platform's issuer, until the same service's next ticket or two minutes later.
 */
import type { Clock, Platform } from '@garance/core';
import type { Fault } from '../vocabulary/fault.ts';
import type { Observation } from '../vocabulary/observation.ts';

type IssuerFault = Extract<Fault, { at: 'discovery' | 'jwks' }>;

interface Armed {
  readonly loginId: string;
  readonly clientId: string;
  readonly fault: IssuerFault;
  readonly untilMs: number;
}

export interface ArmedFaults {
  /** Ends what the service had armed before; arms the fault if there is one of this kind. */
  set(platform: Platform, login: Pick<Armed, 'loginId' | 'clientId'>, fault: Fault | undefined): void;
  find<A extends IssuerFault['at']>(
    platform: Platform,
    at: A,
  ): { readonly loginId: string; readonly fault: Extract<IssuerFault, { at: A }> } | undefined;
  /** Good answers, which belong to no ticket: services fetch these documents when they start. */
  noteGood(platform: Platform, kind: 'discovery' | 'jwks'): void;
  goodFetches(platform: Platform): readonly Observation[];
}

const armedMs = 120_000;
const mostNoted = 100;

export function createArmedFaults({ clock }: { readonly clock: Clock }): ArmedFaults {
  const armed: Record<Platform, Armed[]> = { standard: [], plus: [] };
  const noted: Record<Platform, Observation[]> = { standard: [], plus: [] };
  return {
    set: (platform, { loginId, clientId }, fault) => {
      const now = clock.now();
      const others = armed[platform].filter((one) => one.clientId !== clientId && one.untilMs > now);
      armed[platform] =
        fault?.at === 'discovery' || fault?.at === 'jwks'
          ? [...others, { loginId, clientId, fault, untilMs: now + armedMs }]
          : others;
    },
    find: (platform, at) => {
      for (const { loginId, fault, untilMs } of armed[platform]) {
        if (untilMs > clock.now() && isAt(fault, at)) return { loginId, fault };
      }
      return undefined;
    },
    noteGood: (platform, kind) => {
      noted[platform].push({ atMs: clock.now(), kind, faulty: false });
      if (noted[platform].length > mostNoted) noted[platform].shift();
    },
    goodFetches: (platform) => noted[platform],
  };
}

function isAt<A extends IssuerFault['at']>(
  fault: IssuerFault,
  at: A,
): fault is Extract<IssuerFault, { at: A }> {
  return fault.at === at;
}
