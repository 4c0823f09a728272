import { sendPage } from '@garance/web/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DemoServiceDeps } from '../deps.ts';
import { RefusalPage } from '../pages/refusal.tsx';
import { SignInPage } from '../pages/sign-in.tsx';
import type { SignInOptions } from '../pending-sign-in.ts';
import { queryOf } from '../request-context.ts';
import { type ProtectedPath, returnPath } from '../return-path.ts';
import { getSignInEntry, type SignInEntry } from '../sign-in-entries.ts';

const maxParameterCharacters = 300;

/** Mounts the start of a sign-in: stores state, nonce and verifier in the session and redirects the browser to the hub. */
export function mountSignIn(app: FastifyInstance, deps: DemoServiceDeps): void {
  const { browsers, hubOrigins } = deps;

  app.get('/sign-in', (request, reply) => {
    const context = browsers.pageContext(request, reply);
    const returnTo = returnPath(queryOf(request).get('return_to'));
    return sendPage(reply, <SignInPage context={context} kind="sign-in" returnTo={returnTo} />, {
      formAction: hubOrigins,
      locale: context.locale,
    });
  });
  app.get<{ Params: { entry: string } }>('/sign-in/:entry', (request, reply) => {
    const entry = getSignInEntry(request.params.entry);
    const options = { uiLocales: browsers.locale(request, reply), pushed: false };
    return begin(deps, {
      request,
      reply,
      entry,
      options,
      returnTo: returnPath(queryOf(request).get('return_to')),
    });
  });
  app.get('/try', (request, reply) => {
    const query = queryOf(request);
    const options = { ...readSignInOptions(query), uiLocales: browsers.locale(request, reply) };
    return begin(deps, {
      request,
      reply,
      entry: getSignInEntry(query.get('door') ?? ''),
      options,
      returnTo: '/account',
    });
  });
}

/** Parameters from the form for integrators; empty fields are absent. */
function readSignInOptions(query: URLSearchParams): SignInOptions {
  const field = (name: string) => query.get(name)?.trim().slice(0, maxParameterCharacters) || undefined;
  const [scope, acrValues, prompt, idpHint] = ['scope', 'acr_values', 'prompt', 'idp_hint'].map(field);
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(acrValues === undefined ? {} : { acrValues }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(idpHint === undefined ? {} : { idpHint }),
    ...(query.has('form_post') ? { responseMode: 'form_post' } : {}),
    pushed: query.has('pushed'),
  };
}

async function begin(
  { relyingParties, sessions, browsers }: DemoServiceDeps,
  input: {
    readonly request: FastifyRequest;
    readonly reply: FastifyReply;
    readonly entry: SignInEntry;
    readonly options: SignInOptions;
    readonly returnTo: ProtectedPath;
  },
): Promise<FastifyReply> {
  const { request, reply, entry } = input;
  const outcome = await relyingParties[entry.name].begin(input.options);
  if (!outcome.ok) {
    const context = browsers.pageContext(request, reply);
    const status = outcome.refusal.kind === 'unreachable' ? 503 : 400;
    return sendPage(reply, <RefusalPage context={context} refusal={outcome.refusal} />, {
      status,
      locale: context.locale,
    });
  }
  const started = { pending: outcome.pending, returnTo: input.returnTo };
  browsers.setSession(reply, sessions.remember(browsers.sessionId(request), started));
  return reply.header('cache-control', 'no-store').redirect(outcome.url, 303);
}
