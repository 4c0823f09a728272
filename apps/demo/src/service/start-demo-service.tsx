import { type Clock, systemClock } from '@garance/core';
import { type AddressPolicy, createOutbound, type GuardedFetch } from '@garance/web/outbound';
import { buildServer, type ServerOptions } from '@garance/web/server';
import type { FastifyInstance } from 'fastify';
import { createAccounts } from './accounts.ts';
import { createBoundedMap } from './bounded-map.ts';
import type { DemoServiceKeys } from './keys.ts';
import { FailurePage } from './pages/failure.tsx';
import { createRelyingParty, type RelyingParty } from './relying-party.ts';
import { createBrowsers, languageCookie } from './request-context.ts';
import { mountAccount } from './routes/account.tsx';
import { mountCallback } from './routes/callback.tsx';
import { mountPublic } from './routes/public.tsx';
import { mountSignIn } from './routes/sign-in.tsx';
import { mountSignOut } from './routes/sign-out.tsx';
import { createSessionStore } from './sessions.ts';
import {
  type SignInEntry,
  type SignInEntryName,
  signInEntries,
  signInEntryNames,
} from './sign-in-entries.ts';

/** The hub and the credentials of one sign-in entry. */
export interface DemoClientSettings {
  /** Issuer of the hub; it may start later than this service. */
  readonly issuer: string;
  readonly clientId: string;
  /** For `client_secret_post`. */
  readonly clientSecret?: string;
  /** Absent: the entry's own, `client_secret_post` for `franceconnect` and `private_key_jwt` for the entries of plus. */
  readonly authMethod?: SignInEntry['authMethod'];
  /** Absent: all registered scopes. */
  readonly scopes?: readonly string[];
}

export interface DemoServiceOptions {
  /** Public origin, without final slash: `http://127.0.0.1:3011`. */
  readonly origin: string;
  readonly clients: Readonly<Record<SignInEntryName, DemoClientSettings>>;
  readonly keys: DemoServiceKeys;
  /** Addresses that the service may connect to; hubs on loopback need `allowHttp` and `allowPrivateAddresses`. */
  readonly outboundPolicy: AddressPolicy;
  /** Absent: an own outbound client with `outboundPolicy`. */
  readonly fetch?: GuardedFetch;
  readonly clock?: Clock;
  readonly logger?: ServerOptions['logger'];
}

/** In milliseconds; a hub may take 10 s to answer. */
const fetchTimeoutMs = 15_000;
const formPostTtlMs = 60_000;
const maxFormPosts = 200;

/** Builds the service without listening. */
export function buildDemoService(options: DemoServiceOptions): FastifyInstance {
  const clock = options.clock ?? systemClock;
  const secure = options.origin.startsWith('https:');
  const app = buildServer({
    name: 'demo service',
    issuerOrigin: options.origin,
    languageCookie: languageCookie(secure),
    errorPage: ({ locale, code, occurrenceId }) => (
      <FailurePage locale={locale} code={code} occurrenceId={occurrenceId} />
    ),
    ...(options.logger === undefined ? {} : { logger: options.logger }),
  });
  const sessions = createSessionStore(clock);
  const deps = {
    keys: options.keys,
    relyingParties: createRelyingParties(app, options, clock),
    sessions,
    browsers: createBrowsers(sessions, secure),
    accounts: createAccounts(clock),
    formPosts: createBoundedMap<string>({ clock, ttlMs: formPostTtlMs, maxEntries: maxFormPosts }),
    hubOrigins: [...new Set(signInEntryNames.map((name) => new URL(options.clients[name].issuer).origin))],
  };
  mountPublic(app, deps);
  mountSignIn(app, deps);
  mountCallback(app, deps);
  mountAccount(app, deps);
  mountSignOut(app, deps);
  return app;
}

function createRelyingParties(
  app: FastifyInstance,
  options: DemoServiceOptions,
  clock: Clock,
): Readonly<Record<SignInEntryName, RelyingParty>> {
  const { outboundPolicy, keys, origin } = options;
  let send = options.fetch;
  if (send === undefined) {
    const outbound = createOutbound({ policy: outboundPolicy, fetchTimeoutMs });
    app.addHook('onClose', () => outbound.close());
    send = outbound.fetch;
  }
  const shared = { keys, origin, clock, fetch: send, allowHttp: outboundPolicy.allowHttp };
  const make = (name: SignInEntryName) => {
    const { scopes, authMethod, ...where } = options.clients[name];
    const entry: SignInEntry = {
      ...signInEntries[name],
      ...(authMethod !== undefined && { authMethod }),
      ...(scopes !== undefined && { scopes }),
    };
    return createRelyingParty({ ...shared, ...where, entry });
  };
  return {
    franceconnect: make('franceconnect'),
    plusSubstantial: make('plusSubstantial'),
    plusHigh: make('plusHigh'),
  };
}

export interface DemoService {
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Builds the service and listens. Rejects with `EADDRINUSE` when the port is in use. */
export async function startDemoService(
  options: Omit<DemoServiceOptions, 'origin'> & {
    readonly host: string;
    readonly port: number;
    /** Absent: `http://{host}:{port}`. */
    readonly origin?: string;
  },
): Promise<DemoService> {
  const { host, port } = options;
  const origin = options.origin ?? `http://${host}:${port}`;
  const app = buildDemoService({ ...options, origin });
  await app.listen({ host, port });
  return { origin, port, close: () => app.close() };
}
