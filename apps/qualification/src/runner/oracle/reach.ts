import type { Fault } from '../../vocabulary/fault.ts';
import type { Observation } from '../../vocabulary/observation.ts';
import type { RehearsedService } from '../../vocabulary/rehearsal.ts';
import type { Reach } from './judge-refusal.ts';

interface Seen {
  readonly observations: readonly Observation[];
  /** Addresses that the browser asked for. */
  readonly visited: readonly { readonly url: string }[];
  readonly service: Pick<RehearsedService, 'redirectUris'>;
}

/** Where the fault lies, and the request of the service that fetches it. */
const fetchedBy = {
  id_token: 'token',
  token: 'token',
  userinfo: 'userinfo',
  discovery: 'discovery',
  jwks: 'jwks',
} as const;

/** How far a login went: a fault counts only when the service met it. */
export function reachOf(fault: Fault, { observations, visited, service }: Seen): Reach {
  if (fault.at === 'callback') {
    const answered = observations.some(({ kind }) => kind === 'callback');
    if (answered && visited.some(({ url }) => isRedirectUri(url, service.redirectUris))) return 'fault';
  } else {
    const wanted = fetchedBy[fault.at];
    if (observations.some((each) => each.kind === wanted && 'faulty' in each && each.faulty)) return 'fault';
  }
  return observations.some(({ kind }) => kind === 'authorize') ? 'hub' : 'nothing';
}

function isRedirectUri(address: string, redirectUris: readonly string[]): boolean {
  const url = URL.parse(address);
  return redirectUris.some((each) => {
    const registered = URL.parse(each);
    return registered?.origin === url?.origin && registered?.pathname === url?.pathname;
  });
}
