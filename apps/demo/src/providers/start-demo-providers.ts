/** One server with the three identity providers: each path is an issuer with its own `oidc-provider`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listen } from '../http/listen.ts';
import { demoPersons } from '../persons/cast.ts';
import { type DemoProviderId, demoProviderIds } from '../persons/person.ts';
import type { DemoProviders, DemoProvidersOptions } from './demo-provider.ts';
import { createIssuer, type Issuer } from './issuer.ts';
import { createProfessionalsIssuer } from './professionals/issuer.ts';
import { generateDemoProviderKeys } from './signing-keys.ts';

/** Starts the demo identity providers. Rejects when the port is in use. */
export async function startDemoProviders(options: DemoProvidersOptions): Promise<DemoProviders> {
  const keys = options.keys ?? (await generateDemoProviderKeys());
  const issuers = new Map<string, Issuer>();
  const server = createServer((request, response) => {
    route(issuers, request, response).catch(() => response.destroy());
  });
  const port = await listen(server, options);
  const origin = `http://${options.host}:${port}`;

  for (const id of demoProviderIds) {
    const issuer = createIssuer({
      id,
      origin,
      keys: keys[id],
      persons: options.persons ?? demoPersons,
      ...(options.listTestAccounts !== undefined && { listTestAccounts: options.listTestAccounts }),
      clients: options.clients.filter(({ providers }) => providers?.includes(id) ?? true),
      logger: options.logger,
    });
    issuers.set(id, issuer);
  }
  if (options.professionals !== undefined) {
    const { professionals, logger } = options;
    issuers.set('professionals', await createProfessionalsIssuer({ origin, logger, ...professionals }));
  }
  return {
    origin,
    port,
    issuers: Object.fromEntries(demoProviderIds.map((id) => [id, `${origin}/${id}`])) as Record<
      DemoProviderId,
      string
    >,
    ...(options.professionals !== undefined && { professionalsIssuer: `${origin}/professionals` }),
    close: () => closeServer(server),
  };
}

async function route(
  issuers: ReadonlyMap<string, Issuer>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path === '/healthz') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    return;
  }
  const issuer = issuers.get(path.split('/', 2)[1] ?? '');
  if (issuer === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  await issuer.serve(request, response);
}
