/**
 * The addresses that a partner gives for the suite. The platform opens them, so they must be the partner's own (a host of
 * the published registration), public ones (security.md 11), and there.
 */
import type { Localized, Registration, SuiteTarget } from '@garance/core';
import { type Outbound, OutboundError } from '@garance/web/outbound';
import type { PortalDeps } from '../../../deps.ts';
import type { FieldErrors, PortalForm } from '../../form.ts';
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
const neededFields: readonly string[] = ['loginUrl', 'protectedUrl'];

const maxAddressLength = 1000;
const maxMarkLength = 200;
const lookTimeoutMs = 5_000;
const lookMaxBytes = 2_000_000;

/** Values as typed, truncated, valid or not. */
export function readAddresses(form: PortalForm): TargetAddresses {
  const kind = form.text('signedInKind') === 'selector' ? 'selector' : 'text';
  return {
    ...Object.fromEntries(
      addressFields.map((field) => [field, form.text(field).slice(0, maxAddressLength)] as const),
    ),
    signedInKind: kind,
    signedIn: form.text('signedIn').slice(0, maxMarkLength),
  };
}

const texts = {
  missing: { fr: 'Remplissez ce champ.', en: 'Fill in this field.' },
  notAnAddress: {
    fr: 'Une adresse complète en https, par exemple https://service.example/connexion.',
    en: 'A complete https address, for example https://service.example/login.',
  },
  notPublic: {
    fr: 'Cette adresse n’est pas publique : la plateforme ne s’y connecte pas.',
    en: 'This is not a public address: the platform does not connect to it.',
  },
  port: {
    fr: 'La plateforme ne se connecte qu’au port 443 : donnez une adresse sans port.',
    en: 'The platform connects to port 443 only: give an address without a port.',
  },
  notYours: {
    fr: 'Cet hôte n’est pas celui du service : donnez une adresse d’un hôte de l’enregistrement publié (adresses de retour, de déconnexion ou du site).',
    en: 'This host is not the service’s: give an address on a host of the published registration (redirect, sign-out or site addresses).',
  },
  noAnswer: {
    fr: 'Rien ne répond à cette adresse. Vérifiez qu’elle s’ouvre depuis l’extérieur.',
    en: 'Nothing answers at this address. Check that it opens from outside.',
  },
} as const satisfies Record<string, Localized>;

type Problem = keyof typeof texts;

/** Errors by field, before any connection is made. */
export function checkAddresses(
  addresses: TargetAddresses,
  registration: Registration,
  { policy }: Pick<Outbound, 'policy'>,
): ReadonlyMap<string, Problem> {
  const problems = new Map<string, Problem>();
  const hosts = hostsOf(registration);
  for (const field of addressFields) {
    const typed = addresses[field] ?? '';
    if (typed === '' && !neededFields.includes(field)) continue;
    const problem = typed === '' ? 'missing' : addressProblem(typed, hosts, policy);
    if (problem !== undefined) problems.set(field, problem);
  }
  if ((addresses.signedIn ?? '') === '') problems.set('signedIn', 'missing');
  return problems;
}

function addressProblem(
  typed: string,
  hosts: ReadonlySet<string>,
  policy: Outbound['policy'],
): Problem | undefined {
  const refusal = refusalOf(typed, { policy });
  if (refusal !== undefined) return refusals[refusal];
  return hosts.has(new URL(typed).hostname) ? undefined : 'notYours';
}

const refusals = {
  'blocked-address': 'notPublic',
  'blocked-port': 'port',
  'blocked-scheme': 'notAnAddress',
} as const satisfies Record<string, Problem>;

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
): Promise<ReadonlyMap<string, Problem>> {
  const byOrigin = new Map<string, AddressField>();
  for (const field of addressFields) {
    const origin = URL.parse(addresses[field] ?? '')?.origin;
    if (origin !== undefined && !byOrigin.has(origin)) byOrigin.set(origin, field);
  }
  const looked = await Promise.all(
    [...byOrigin.values()].map(
      async (field) => [field, await look(addresses[field] ?? '', outbound)] as const,
    ),
  );
  return new Map(looked.flatMap(([field, problem]) => (problem === undefined ? [] : [[field, problem]])));
}

async function look(url: string, outbound: Outbound): Promise<Problem | undefined> {
  try {
    await outbound.request({ url, timeoutMs: lookTimeoutMs, maxBytes: lookMaxBytes });
    return undefined;
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    // A redirect (to the hub, most likely) or a large page is an answer.
    return coarseReason(error) === 'unreachable' ? 'noAnswer' : undefined;
  }
}

export function localizeProblems(
  problems: ReadonlyMap<string, Problem>,
  locale: keyof Localized,
): FieldErrors {
  return Object.fromEntries([...problems].map(([field, problem]) => [field, texts[problem][locale]]));
}

/** As the suite takes it. */
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
