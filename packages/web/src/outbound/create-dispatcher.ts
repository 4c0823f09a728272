import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { AddressPolicy } from './address-policy.ts';
import { createGuardedLookup, type ResolveAll } from './guarded-lookup.ts';
import { OutboundError } from './outbound-error.ts';
import { vetUrl } from './vet-url.ts';

/** Who this side is, and whom it trusts: PEM texts. The system's authorities where none are named. */
export interface OutboundTls {
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** Authorities that may have signed the other side's certificate, in place of the system's. */
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

/** The proxy is the operator's own and most often in the same private network; link-local and metadata addresses stay refused. */
const proxyPolicy: AddressPolicy = { allowHttp: true, allowPrivateAddresses: true };

/** A proxy that does not answer to CONNECT must not hold a connection for the minutes that undici would give it. */
const tunnelTimeoutMs = 10_000;

/**
 * Opens the connections of one outbound client, directly or through an HTTP proxy (CONNECT, for plain http too). Through a proxy
 * the name is resolved there: literal addresses and schemes are still judged here before each request.
 * @throws OutboundError `blocked-scheme`, `blocked-address` for a proxy that is none
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

/** The address of a proxy, and its credentials apart: they travel in a header and appear in no message. */
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
