/**
 * The only way out for the browser of a run: a small forward proxy of our own that resolves names and connects to what
 * it vetted, with the code that guards every other connection of the platform (security.md 11). Interception inside the
 * browser would not do: it sees no redirect hop, and the browser resolves the name once more after the check.
 */
import {
  createServer,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, isIP, type LookupFunction, type Socket } from 'node:net';
import {
  type AddressPolicy,
  createGuardedLookup,
  isAllowedAddress,
  isAllowedPort,
  OutboundError,
  type ResolveAll,
  systemResolveAll,
  vetUrl,
} from '@garance/web/outbound';

export interface EgressProxy {
  /** `http://127.0.0.1:PORT`. */
  readonly server: string;
  /** Hosts that were refused until now, each once. */
  blocked(): readonly string[];
  close(): Promise<void>;
}

export interface EgressOptions {
  readonly policy: AddressPolicy;
  /** Of one answer; of both ways of one tunnel. */
  readonly maxBytes: number;
  readonly lookup?: ResolveAll;
}

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 90_000;
/** Of the connection to the proxy only (RFC 9110 §7.6.1). */
const hopHeaders = ['proxy-connection', 'proxy-authorization', 'connection', 'keep-alive', 'te', 'upgrade'];

export async function startEgressProxy(options: EgressOptions): Promise<EgressProxy> {
  const { policy, maxBytes } = options;
  const lookup = createGuardedLookup(policy, options.lookup ?? systemResolveAll) as LookupFunction;
  const agent = new HttpAgent({ keepAlive: true, lookup, timeout: idleTimeoutMs });
  const refused = new Set<string>();
  const sockets = new Set<Socket>();
  const context: Context = {
    policy,
    maxBytes,
    lookup,
    agent,
    refuse: (host) => void refused.add(host),
    sockets,
  };

  const server = createServer((incoming, answer) => forward(incoming, answer, context));
  server.on('connect', (incoming, socket: Socket, head) => tunnel({ incoming, socket, head }, context));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    blocked: () => [...refused],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        agent.destroy();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

interface Context {
  readonly policy: AddressPolicy;
  readonly maxBytes: number;
  readonly lookup: LookupFunction;
  readonly agent: HttpAgent;
  refuse(host: string): void;
  readonly sockets: Set<Socket>;
}

/** Plain http: the request line carries the whole address (RFC 9112 §3.2.2). */
function forward(incoming: IncomingMessage, answer: ServerResponse, context: Context): void {
  let url: URL;
  try {
    url = vetUrl(incoming.url ?? '', context.policy);
    if (url.protocol !== 'http:') throw new OutboundError('blocked-scheme');
  } catch {
    context.refuse(URL.parse(incoming.url ?? '')?.host ?? '?');
    answer.destroy();
    return;
  }
  const headers = { ...incoming.headers };
  for (const name of hopHeaders) delete headers[name];
  const outgoing = httpRequest(
    url,
    { method: incoming.method, headers, agent: context.agent, lookup: context.lookup },
    (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
      let received = 0;
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > context.maxBytes) answer.destroy();
      });
      response.on('error', () => answer.destroy());
      response.pipe(answer);
    },
  );
  outgoing.on('error', (error) => {
    if (isBlocked(error)) context.refuse(url.host);
    // The connection is cut without an answer: an answer of the proxy would be taken for the service's.
    answer.destroy();
  });
  answer.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

interface TunnelRequest {
  readonly incoming: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
}

/** https and sockets: `CONNECT host:port`. The certificate is the browser's to check. */
function tunnel({ incoming, socket, head }: TunnelRequest, context: Context): void {
  const url = URL.parse(`https://${incoming.url ?? ''}`);
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  const port = Number(url?.port) || 443;
  const isAllowed = isIP(host) === 0 || isAllowedAddress(host, context.policy);
  if (url === null || host === '' || !isAllowed || !isAllowedPort(port, context.policy)) {
    context.refuse(url?.host ?? '?');
    socket.destroy();
    return;
  }
  const outgoing = connect({ host, port, lookup: context.lookup });
  context.sockets.add(outgoing);
  const timer = setTimeout(() => outgoing.destroy(new Error('no connection in time')), connectTimeoutMs);
  let passed = 0;
  const count = (chunk: Buffer) => {
    passed += chunk.length;
    if (passed > context.maxBytes) outgoing.destroy();
  };
  outgoing.setTimeout(idleTimeoutMs, () => outgoing.destroy());
  outgoing.on('connect', () => {
    clearTimeout(timer);
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    outgoing.write(head);
    outgoing.on('data', count);
    socket.on('data', count);
    outgoing.pipe(socket).pipe(outgoing);
  });
  outgoing.on('error', (error) => {
    if (isBlocked(error)) context.refuse(url.host);
    socket.destroy();
  });
  outgoing.on('close', () => {
    clearTimeout(timer);
    context.sockets.delete(outgoing);
    socket.destroySoon();
  });
  socket.on('close', () => outgoing.destroy());
}

function isBlocked(error: unknown): boolean {
  return error instanceof OutboundError && error.reason === 'blocked-address';
}
