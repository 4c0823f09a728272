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
  callback: 'callback',
} as const;

/** Documents of the rehearsal issuer are good until a fault is armed: a good one says nothing of this login. */
const madeFromTruth: readonly Fault['at'][] = ['callback', 'id_token', 'userinfo'];

/** How far a login went: a fault counts only when the service met it. */
export function reachOf(fault: Fault, { observations, visited, service }: Seen): Reach {
  const answered = observations.filter(
    (observation) =>
      observation.kind === fetchedBy[fault.at] && !('facts' in observation && 'refused' in observation.facts),
  );
  const faulty = answered.some((observation) => 'faulty' in observation && observation.faulty);
  if (faulty && (fault.at !== 'callback' || cameBack(visited, service))) return 'fault';
  if (answered.length > 0 && !faulty && madeFromTruth.includes(fault.at)) return 'no-occasion';
  return observations.some(({ kind }) => kind === 'authorize') ? 'hub' : 'nothing';
}

function cameBack(visited: Seen['visited'], { redirectUris }: Seen['service']): boolean {
  return visited.some(({ url }) => isRedirectUri(url, redirectUris));
}

function isRedirectUri(address: string, redirectUris: readonly string[]): boolean {
  const url = URL.parse(address);
  return redirectUris.some((uri) => {
    const registered = URL.parse(uri);
    return registered?.origin === url?.origin && registered?.pathname === url?.pathname;
  });
}
