import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { AddressPolicy } from './address-policy.ts';
import { createGuardedLookup, type ResolveAll } from './guarded-lookup.ts';
import { OutboundError } from './outbound-error.ts';
import { vetUrl } from './vet-url.ts';

/** Client certificate and trusted authorities, as PEM texts. Without `authorities` the system's are trusted. */
export interface OutboundTls {
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** Certificate authorities that replace the system's. */
  readonly authorities?: string;
}

export interface DispatcherOptions {
  readonly policy: AddressPolicy;
  readonly lookup: ResolveAll;
  readonly connectTimeoutMs: number;
  readonly connectionsPerOrigin: number;
  readonly tls?: OutboundTls;
  readonly proxy?: string;
}

/** The proxy is the operator's own, usually in the same private network; link-local and metadata addresses stay refused. */
const proxyPolicy: AddressPolicy = { allowHttp: true, allowPrivateAddresses: true };

/** Limit for a proxy that does not answer CONNECT; undici's own is several minutes. */
const tunnelTimeoutMs = 10_000;

/**
 * Opens the connections of one outbound client, directly or through an HTTP proxy (CONNECT, for plain http too). A proxy
 * resolves names itself; literal addresses and schemes are checked here before each request.
 * @throws OutboundError `blocked-scheme`, `blocked-address` when `proxy` is not a usable address
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { policy, lookup, connectTimeoutMs: timeout, tls = {}, proxy } = options;
  const pool = {
    allowH2: false,
    connections: options.connectionsPerOrigin,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    maxHeaderSize: 16_384,
  };
  const identity = tlsOptions(tls);
  const socket = (judgedBy: AddressPolicy) => ({
    timeout,
    lookup: createGuardedLookup(judgedBy, lookup),
    autoSelectFamily: true,
  });
  if (proxy === undefined) return new Agent({ ...pool, connect: { ...socket(policy), ...identity } });
  const { uri, token } = readProxy(proxy);
  return new ProxyAgent({
    ...pool,
    uri,
    ...(token !== undefined && { token }),
    proxyTunnel: true,
    proxyTls: socket(proxyPolicy),
    requestTls: { timeout, ...identity },
    clientFactory: (origin, opts) => new Pool(origin, { ...opts, headersTimeout: tunnelTimeoutMs }),
  });
}

function tlsOptions({ certificate, key, passphrase, authorities }: OutboundTls) {
  return {
    ...(certificate !== undefined && { cert: certificate }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(authorities !== undefined && { ca: authorities }),
  };
}

/** Splits a proxy's address from its credentials, which are sent in a header and appear in no message. */
function readProxy(proxy: string): { readonly uri: string; readonly token?: string } {
  const url = URL.parse(proxy);
  if (url === null) throw new OutboundError('blocked-scheme');
  const credentials = [url.username, url.password].map(decodeURIComponent).join(':');
  url.username = '';
  url.password = '';
  const uri = vetUrl(url, proxyPolicy).href;
  return credentials === ':'
    ? { uri }
    : { uri, token: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
