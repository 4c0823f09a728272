import { GaranceError, newId } from '@garance/core';
import { sendPage } from '@garance/web/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DemoServiceParts } from '../demo-service-parts.ts';
import { type Door, findDoor } from '../doors.ts';
import { RefusalPage } from '../pages/refusal.tsx';
import type { Refusal } from '../refusal.ts';
import { formOf, queryOf } from '../request-context.ts';

const maxFormPostCharacters = 8_192;
/** Names the waiting answer of a `form_post`. */
const formPostParameter = 'form_post_answer';

/** Receives the hub's answers. The session is looked at before anything is sent to the hub. */
export function mountCallback(app: FastifyInstance, parts: DemoServiceParts): void {
  const { formPosts } = parts;

  app.get<{ Params: { door: string } }>('/callback/:door', (request, reply) => {
    const query = queryOf(request);
    const waiting = query.get(formPostParameter);
    const params = waiting === null ? query : new URLSearchParams(formPosts.take(waiting) ?? '');
    return complete(parts, { request, reply, door: getDoor(request.params.door), params });
  });

  // The answer is posted from the hub's site, and browsers send no SameSite=Lax cookie with that. It waits here, under
  // a name that works once, while a redirect makes the browser come back by itself with its cookie.
  app.post<{ Params: { door: string } }>('/callback/:door', (request, reply) => {
    const door = getDoor(request.params.door);
    const answer = formOf(request).toString();
    if (answer.length > maxFormPostCharacters) throw new GaranceError('general.bad_request');
    const name = newId();
    formPosts.set(name, answer);
    return reply
      .header('cache-control', 'no-store')
      .redirect(`/callback/${door.path}?${formPostParameter}=${name}`, 303);
  });
}

function getDoor(path: string): Door {
  const door = findDoor(path);
  if (door === undefined) throw new GaranceError('general.not_found');
  return door;
}

interface Answer {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly door: Door;
  readonly params: URLSearchParams;
}

async function complete(parts: DemoServiceParts, answer: Answer): Promise<FastifyReply> {
  const { browsers, sessions } = parts;
  const { request, reply, door, params } = answer;
  const oldId = browsers.sessionId(request);
  // Taken, so that a callback works once; a repeated parameter belongs to no sign-in of ours.
  const states = params.getAll('state');
  const started = states.length === 1 ? sessions.takeStarted(oldId, states[0]) : undefined;
  if (started === undefined || started.pending.door !== door.name) {
    return sendRefusal(parts, answer, { kind: 'refused', check: 'state_unknown' });
  }
  const outcome = await parts.relyingParties[door.name].complete(params, started.pending);
  if (!outcome.ok) return sendRefusal(parts, answer, outcome.refusal);

  const account = parts.accounts.visit(outcome.signIn);
  // A new identifier with nothing of the old session: what an attacker planted before is worthless (fixation).
  browsers.setSession(reply, sessions.replace(oldId, { signedIn: { signIn: outcome.signIn, account } }));
  return reply.header('cache-control', 'no-store').redirect(started.returnTo, 303);
}

function sendRefusal(parts: DemoServiceParts, answer: Answer, refusal: Refusal): FastifyReply {
  const context = parts.browsers.pageContext(answer.request, answer.reply);
  const status = refusal.kind === 'hub' && refusal.code === 'access_denied' ? 403 : 400;
  answer.request.log.info(
    { door: answer.door.name, refusal: refusal.kind === 'refused' ? refusal.check : refusal.kind },
    'sign-in refused',
  );
  return sendPage(answer.reply, <RefusalPage context={context} refusal={refusal} />, {
    status,
    locale: context.locale,
  });
}
