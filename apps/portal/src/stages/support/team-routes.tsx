/** `/threads`: the team's pages of support threads. */
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { initialOf, isStateOf } from '../../objects/lifecycle/lifecycle.ts';
import { refusalError } from '../../objects/lifecycle/transition.ts';
import { requireTeam } from '../../objects/thread/authorization.ts';
import { threadLifecycle } from '../../objects/thread/lifecycle.ts';
import { readThread } from '../../objects/thread/read.ts';
import { type Acted, noteInThread, tryActOnThread, type Written } from '../../objects/thread/write.ts';
import {
  draftMessage,
  messageFields,
  readMessage,
  type TypedMessage,
} from '../../parts/discussion/message-draft.ts';
import { fillTemplate } from '../../parts/discussion/template-picker.tsx';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import { pageSizes, readPage, timeCursor } from '../../parts/queue/read-page.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireTeamThread, type ThreadScope } from '../../parts/scope/thread-scope.ts';
import { doneOf } from './done-of.ts';
import { TeamThreadPage, ThreadQueuePage } from './pages/team-pages.tsx';
import { type SupportDone, supportTexts } from './texts.ts';

export function mountTeamSupport(routes: Routes, deps: PortalDeps): void {
  routes.get('/threads', (visit) => showQueue(deps, visit));
  routes.get('/threads/:id', async (visit, params) =>
    showForTeam(deps, visit, await requireTeamThread(deps, visit, params)),
  );
  routes.post('/threads/:id/messages', (visit, params) => say(deps, visit, params));
}

async function showQueue({ store, clock }: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  requireTeam(requireActor(visit));
  const { threads, organisations } = store.portal;
  const requestedState = queryText(visit, 'state');
  const state = isStateOf(threadLifecycle, requestedState) ? requestedState : initialOf(threadLifecycle);
  const text = queryText(visit, 'text');
  const page = await readPage(visit, {
    path: '/threads',
    kept: { state: state === initialOf(threadLifecycle) ? '' : state, text },
    size: pageSizes.queue,
    direction: 'after',
    cursor: timeCursor,
    read: (at) => threads.queue({ state, text, ...at }),
    placeOf: ({ waitingSinceMs: atMs, id }) => ({ atMs, id }),
  });
  const organisationsById = await organisations.findMany(
    page.rows.flatMap(({ organisationId }) => organisationId ?? []),
  );
  const rows = page.rows.map((thread) => ({
    thread,
    organisation: organisationsById.find(({ id }) => id === thread.organisationId)?.name,
  }));
  return visit.show(
    <ThreadQueuePage
      context={{ ...visit.context, path: page.currentHref }}
      state={state}
      text={text}
      page={{ ...page, rows }}
      nowMs={clock.now()}
    />,
  );
}

const events = ['answer', 'ask', 'note', 'close'] as const;
const dones: Readonly<Record<(typeof events)[number], SupportDone>> = {
  answer: 'answered',
  ask: 'asked',
  note: 'noted',
  close: 'closed',
};

async function say(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scene = await requireTeamThread(deps, visit, params);
  const form = visit.form(`support.answer:${scene.thread.id}`);
  const event = events.find((value) => value === form.text('event'));
  if (event === undefined) throw new GaranceError('general.bad_request');
  const sent = readMessage(form, visit.locale, messageFields);
  const isSilent = event === 'close' && sent.values.text === '';
  if (!sent.ok && !isSilent) return showForTeam(deps, visit, { ...scene, typed: sent });
  const message = { id: sent.id, text: sent.ok ? sent.data.text : '' };
  const outcome = await act(deps, scene, { event, message, readVersion: Number(form.text('version')) });
  if (!outcome.ok) {
    if (outcome.refusal.kind !== 'changed') throw refusalError(outcome.refusal);
    // Shows the typed text again, below the messages that came meanwhile.
    const typed = { ...sent, errors: { text: supportTexts(visit.locale).changed } };
    const now = await requireTeamThread(deps, visit, params);
    return showForTeam(deps, visit, { ...now, typed, status: 409 });
  }
  return visit.goTo(`/threads/${scene.thread.id}?done=${dones[event]}`);
}

interface TeamAct {
  readonly event: (typeof events)[number];
  readonly message: Written;
  readonly readVersion: number;
}

async function act(
  deps: PortalDeps,
  { thread, actor, authorization }: ThreadScope,
  { event, message, readVersion }: TeamAct,
): Promise<Acted> {
  const who = { threadId: thread.id, actor: actor.personId };
  if (event === 'note') {
    await noteInThread(deps, { ...who, message });
    return { ok: true, to: thread.state };
  }
  if (event !== 'close') return tryActOnThread(deps, { ...who, authorization, event, message, readVersion });
  if (message.text === '') return tryActOnThread(deps, { ...who, authorization, event, readVersion });
  const answered = await tryActOnThread(deps, {
    ...who,
    authorization,
    event: 'answer',
    message,
    readVersion,
  });
  const isDone = !answered.ok || answered.isRepeat === true;
  return isDone ? answered : tryActOnThread(deps, { ...who, authorization, event });
}

interface Refused {
  readonly typed?: TypedMessage;
  readonly fileErrors?: readonly string[];
  readonly status?: number;
}

export async function showForTeam(
  deps: PortalDeps,
  visit: RequestContext,
  { thread, typed, fileErrors = [], status = formStatus(typed ?? fileErrors) }: ThreadScope & Refused,
): Promise<FastifyReply> {
  const read = await readThread(deps.store.portal, thread, { withInternal: true, withLinks: true });
  const service = read.service?.name ?? '';
  const filled = fillTemplate(read.templates, queryText(visit, 'template'), { service });
  return visit.show(
    <TeamThreadPage
      {...read}
      context={{ ...visit.context, path: `/threads/${thread.id}` }}
      draft={draftMessage(
        visit.token(`support.answer:${thread.id}`),
        typed ?? { values: { text: filled ?? '' } },
      )}
      fileCsrf={visit.token(`support.attach:${thread.id}`)}
      fileErrors={fileErrors}
      done={doneOf(visit)}
      nowMs={deps.clock.now()}
    />,
    status,
  );
}
