import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import type { DemoPerson, DemoProviderId, ListTestAccounts } from '../persons/person.ts';
import { createAccountDirectory } from './accounts.ts';
import { autoConfirmSignOut } from './auto-confirm-sign-out.ts';
import { providerConfiguration } from './configuration.ts';
import type {
  DemoLogger,
  DemoProviderClient,
  DemoProviderProfile,
  DemoSigningKeys,
} from './demo-provider.ts';
import { logoSvg } from './pages/logo.ts';
import { stylesheet } from './pages/stylesheet.ts';
import { demoProviderProfiles } from './profiles.ts';
import { contentSecurityPolicy } from './sign-in/content-security-policy.ts';
import { serveSignIn } from './sign-in/routes.tsx';

interface IssuerInput {
  readonly id: DemoProviderId;
  /** Origin as the browser sees it. */
  readonly origin: string;
  readonly keys: DemoSigningKeys;
  readonly persons: readonly DemoPerson[];
  readonly listTestAccounts?: ListTestAccounts;
  readonly clients: readonly DemoProviderClient[];
  readonly logger: DemoLogger | undefined;
}

export interface Issuer {
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** One issuer under `{origin}/{id}`: its pages, its two static files, and `oidc-provider` for all other paths. */
export function createIssuer(input: IssuerInput): Issuer {
  const { id, origin, keys, persons, listTestAccounts, clients, logger } = input;
  const profile = demoProviderProfiles[id];
  const issuer = `${origin}/${id}`;
  const accounts = createAccountDirectory(id, persons, listTestAccounts);
  const testAccountClients = new Set(
    clients.filter((client) => client.acceptsTestAccounts).map(({ clientId }) => clientId),
  );
  const provider = new Provider(issuer, providerConfiguration({ profile, issuer, keys, clients, accounts }));
  return serveIssuer({
    provider,
    profile,
    origin,
    logger,
    serveSignIn: (exchange) =>
      serveSignIn({ provider, profile, accounts, testAccountClients, logger }, exchange),
  });
}

export interface IssuerParts {
  readonly provider: Provider;
  readonly profile: DemoProviderProfile;
  readonly origin: string;
  readonly logger: DemoLogger | undefined;
  /** Answers `/interaction/{uid}`; `url` is the address that the browser requested. */
  serveSignIn(exchange: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly url: URL;
  }): Promise<void>;
}

/** The routes of every issuer besides its sign-in page. */
export function serveIssuer({ provider, profile, origin, logger, serveSignIn }: IssuerParts): Issuer {
  const { id } = profile;
  provider.on('server_error', (_ctx, error: Error) =>
    logger?.warn({ provider: id, error: error.name }, 'demo provider error'),
  );
  autoConfirmSignOut(provider);
  const protocol = provider.callback();
  const files: ReadonlyMap<string, readonly [string, string]> = new Map([
    ['/provider.css', ['text/css; charset=utf-8', stylesheet(profile)]],
    ['/logo.svg', ['image/svg+xml', logoSvg(profile)]],
  ]);

  return {
    async serve(request, response) {
      const url = new URL(request.url ?? '/', origin);
      const path = url.pathname.slice(id.length + 1);
      setCommonHeaders(response);
      const file = files.get(path);
      if (file !== undefined) {
        response
          .writeHead(200, { 'content-type': file[0], 'cache-control': 'public, max-age=300' })
          .end(file[1]);
        return;
      }
      if (path.startsWith('/interaction/')) return serveSignIn({ request, response, url });
      await protocol(mounted(request, { id, origin }), response);
    },
  };
}

/** `oidc-provider` derives addresses from the Host header and the mount path; the client must not choose the former. */
function mounted(request: IncomingMessage, { id, origin }: { id: string; origin: string }): IncomingMessage {
  const originalUrl = request.url ?? '/';
  request.headers.host = new URL(origin).host;
  return Object.assign(request, { originalUrl, url: originalUrl.slice(id.length + 1) || '/' });
}

function setCommonHeaders(response: ServerResponse): void {
  response.setHeader('content-security-policy', contentSecurityPolicy());
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-content-type-options', 'nosniff');
}
