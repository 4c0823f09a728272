/**
 * The addresses that a partner enters for the suite. The platform opens them, so they must be on a host of the
 * published registration, public (security.md 11) and reachable.
 */
import type { Registration, SuiteTarget } from '@garance/core';
import { type Outbound, OutboundError } from '@garance/web/outbound';
import { z } from 'zod';
import type { PortalDeps } from '../../../deps.ts';
import type { FieldProblem } from '../../form/parse-fields.ts';
import type { ProblemCode } from '../../form/problem-texts.ts';
import { coarseReason, refusalOf } from '../../registration/world/fetch-for-partner.ts';
import type { Service } from '../../service/table.ts';
import type { TargetAddresses } from '../tables/qualification-targets.ts';

export const addressFields = [
  'loginUrl',
  'protectedUrl',
  'signUpUrl',
  'logoutUrl',
  'stepUpUrl',
  'profileUrl',
] as const;
export type AddressField = (typeof addressFields)[number];
const lookTimeoutMs = 5_000;
const lookMaxBytes = 2_000_000;

const refusals = {
  'blocked-address': 'uri-not-public',
  'blocked-port': 'fetch-port',
  'blocked-scheme': 'uri-not-a-url',
} as const satisfies Record<string, ProblemCode>;

/** Rule that an address must satisfy before any connection is made. */
export function targetAddress(
  registration: Registration,
  { policy }: Pick<Outbound, 'policy'>,
): z.ZodType<string, string> {
  const hosts = hostsOf(registration);
  return z.string().superRefine((about, context) => {
    const refusal = refusalOf(about, { policy });
    const isTheirs = refusal === undefined && hosts.has(new URL(about).hostname);
    if (isTheirs) return;
    const message = refusal === undefined ? 'host-not-registered' : refusals[refusal];
    context.addIssue({ code: 'custom', message, params: { about } });
  });
}

/** The suite only visits hosts of the registration, never other sites. */
function hostsOf(registration: Registration): ReadonlySet<string> {
  const { redirectUris, postLogoutRedirectUris, siteUrl } = registration;
  const urls = [...redirectUris, ...postLogoutRedirectUris, ...(siteUrl === undefined ? [] : [siteUrl])];
  return new Set(urls.flatMap((url) => URL.parse(url)?.hostname ?? []));
}

/** Fetches one address of each host under the SSRF guard: a name may resolve to a private address, or not at all. */
export async function lookAtAddresses(
  addresses: TargetAddresses,
  { outbound }: Pick<PortalDeps, 'outbound'>,
): Promise<readonly FieldProblem<AddressField>[]> {
  const byOrigin = new Map<string, AddressField>();
  for (const field of addressFields) {
    const origin = URL.parse(addresses[field] ?? '')?.origin;
    if (origin !== undefined && !byOrigin.has(origin)) byOrigin.set(origin, field);
  }
  const looked = await Promise.all(
    [...byOrigin.values()].map(async (field) => {
      const answers = await isAnswered(addresses[field] ?? '', outbound);
      return answers ? [] : [{ field, code: 'no-answer' } as const];
    }),
  );
  return looked.flat();
}

async function isAnswered(url: string, outbound: Outbound): Promise<boolean> {
  try {
    await outbound.request({ url, timeoutMs: lookTimeoutMs, maxBytes: lookMaxBytes });
    return true;
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    // A redirect (to the hub, most likely) or a large page is an answer.
    return coarseReason(error) !== 'unreachable';
  }
}

/** Target in the form that the suite expects. */
export function targetOf(addresses: TargetAddresses, service: Pick<Service, 'kind'>): SuiteTarget {
  const { loginUrl = '', protectedUrl = '', signedIn = '', signedInKind } = addresses;
  const optional = (['signUpUrl', 'logoutUrl', 'stepUpUrl', 'profileUrl'] as const).flatMap((field) => {
    const value = addresses[field] ?? '';
    return value === '' ? [] : [[field, value] as const];
  });
  return {
    loginUrl,
    protectedUrl,
    signedIn: signedInKind === 'selector' ? { selector: signedIn } : { text: signedIn },
    publicService: service.kind === 'public',
    ...Object.fromEntries(optional),
  };
}
