import { GaranceError, newId } from '@garance/core';
import { sendPage } from '@garance/web/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DemoServiceDeps } from '../deps.ts';
import { RefusalPage } from '../pages/refusal.tsx';
import type { Refusal } from '../refusal.ts';
import { formOf, queryOf } from '../request-context.ts';
import { getSignInEntry, type SignInEntry } from '../sign-in-entries.ts';

const maxFormPostCharacters = 8_192;
/** Name of a stored `form_post` answer. */
const formPostParameter = 'form_post_answer';

/** Mounts the callback. The session is checked before any request to the hub. */
export function mountCallback(app: FastifyInstance, deps: DemoServiceDeps): void {
  const { formPosts } = deps;

  app.get<{ Params: { entry: string } }>('/callback/:entry', (request, reply) => {
    const query = queryOf(request);
    const waiting = query.get(formPostParameter);
    const params = waiting === null ? query : new URLSearchParams(formPosts.take(waiting) ?? '');
    return complete(deps, { request, reply, entry: getSignInEntry(request.params.entry), params });
  });

  // Browsers send no SameSite=Lax cookie with a form posted from the hub's site. The answer is stored under a name that
  // works once, and a redirect makes the browser come back with its cookie.
  app.post<{ Params: { entry: string } }>('/callback/:entry', (request, reply) => {
    const entry = getSignInEntry(request.params.entry);
    const answer = formOf(request).toString();
    if (answer.length > maxFormPostCharacters) throw new GaranceError('general.bad_request');
    const name = newId();
    formPosts.set(name, answer);
    return reply
      .header('cache-control', 'no-store')
      .redirect(`/callback/${entry.path}?${formPostParameter}=${name}`, 303);
  });
}

interface Answer {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly entry: SignInEntry;
  readonly params: URLSearchParams;
}

async function complete(deps: DemoServiceDeps, answer: Answer): Promise<FastifyReply> {
  const { browsers, sessions } = deps;
  const { request, reply, entry, params } = answer;
  const oldId = browsers.sessionId(request);
  // Taken, so that a callback works once; a repeated `state` belongs to no sign-in.
  const states = params.getAll('state');
  const started = states.length === 1 ? sessions.takeStarted(oldId, states[0]) : undefined;
  if (started === undefined || started.pending.entry !== entry.name) {
    return sendRefusal(deps, answer, { kind: 'refused', check: 'state_unknown' });
  }
  const outcome = await deps.relyingParties[entry.name].complete(params, started.pending);
  if (!outcome.ok) return sendRefusal(deps, answer, outcome.refusal);

  const account = deps.accounts.visit(outcome.signIn);
  // A new identifier and no data of the old session, against session fixation.
  browsers.setSession(reply, sessions.replace(oldId, { signedIn: { signIn: outcome.signIn, account } }));
  return reply.header('cache-control', 'no-store').redirect(started.returnTo, 303);
}

function sendRefusal(deps: DemoServiceDeps, answer: Answer, refusal: Refusal): FastifyReply {
  const context = deps.browsers.pageContext(answer.request, answer.reply);
  const status = refusal.kind === 'hub' && refusal.code === 'access_denied' ? 403 : 400;
  answer.request.log.info(
    { entry: answer.entry.name, refusal: refusal.kind === 'refused' ? refusal.check : refusal.kind },
    'sign-in refused',
  );
  return sendPage(answer.reply, <RefusalPage context={context} refusal={refusal} />, {
    status,
    locale: context.locale,
  });
}
