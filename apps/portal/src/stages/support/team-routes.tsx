/** `/threads`: the team's side of support. */

import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import type { Actor } from '../../objects/account/actor.ts';
import type { FieldErrors } from '../../objects/form.ts';
import type { Standing } from '../../objects/lifecycle/check-transition.ts';
import { initialOf, isStateOf } from '../../objects/lifecycle/lifecycle.ts';
import { type Outcome, refusalError } from '../../objects/lifecycle/transition.ts';
import { requireId } from '../../objects/require-id.ts';
import { threadLifecycle } from '../../objects/thread/lifecycle.ts';
import { readThread } from '../../objects/thread/read.ts';
import { requireTeam } from '../../objects/thread/standing.ts';
import type { SupportThread } from '../../objects/thread/tables/threads.ts';
import { noteInThread, tryActOnThread, type Written } from '../../objects/thread/write.ts';
import { fillTemplate } from '../../parts/discussion/template-picker.tsx';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams, Routes } from '../../parts/routes.ts';
import { requireActor, type Visit } from '../../parts/visit.ts';
import { TeamThreadPage, ThreadQueuePage } from './pages/team-pages.tsx';
import { textErrors } from './partner-routes.tsx';
import { cursorHref, doneOf, pageSize, queryText, readCursor } from './query.ts';
import { type SupportDone, supportTexts } from './texts.ts';

export function mountTeamSupport(routes: Routes, deps: PortalDeps): void {
  routes.get('/threads', (visit) => showQueue(deps, visit));
  routes.get('/threads/:id', async (visit, params) =>
    showForTeam(deps, visit, await enterAsTeam(deps, visit, params)),
  );
  routes.post('/threads/:id/messages', (visit, params) => say(deps, visit, params));
}

export interface TeamScene {
  readonly actor: Actor;
  readonly thread: SupportThread;
  readonly standing: Standing;
}

/** The thread of the path, for the team. Who may not is told before anything is read. */
export async function enterAsTeam(
  { store }: PortalDeps,
  visit: Visit,
  { id }: PathParams,
): Promise<TeamScene> {
  const actor = requireActor(visit);
  requireTeam(actor);
  const thread = await store.portal.threads.find(requireId(id));
  if (thread === undefined) throw new GaranceError('general.not_found');
  return { actor, thread, standing: requireTeam(actor, thread) };
}

async function showQueue({ store, clock }: PortalDeps, visit: Visit): Promise<FastifyReply> {
  requireTeam(requireActor(visit));
  const { threads, organisations } = store.portal;
  const asked = queryText(visit, 'state');
  const state = isStateOf(threadLifecycle, asked) ? asked : initialOf(threadLifecycle);
  const text = queryText(visit, 'text');
  const after = readCursor(queryText(visit, 'after'));
  const limit = pageSize + 1;
  const found = await threads.queue({ state, text, limit, ...(after !== undefined && { after }) });
  const page = found.slice(0, pageSize);
  const last = found.length > pageSize ? page.at(-1) : undefined;
  const known = await organisations.findMany(page.flatMap(({ organisationId }) => organisationId ?? []));
  const kept = [
    ['state', state === initialOf(threadLifecycle) ? '' : state],
    ['text', text],
  ] as const;
  return visit.show(
    <ThreadQueuePage
      context={{ ...visit.context, path: cursorHref('/threads', kept, after) }}
      state={state}
      text={text}
      rows={page.map((thread) => ({
        thread,
        organisation: known.find(({ id }) => id === thread.organisationId)?.name,
      }))}
      nextHref={last && cursorHref('/threads', kept, { atMs: last.waitingSinceMs, id: last.id })}
      firstHref={after === undefined ? undefined : cursorHref('/threads', kept)}
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

async function say(deps: PortalDeps, visit: Visit, params: PathParams): Promise<FastifyReply> {
  const scene = await enterAsTeam(deps, visit, params);
  const form = visit.form(`support.answer:${scene.thread.id}`);
  const event = events.find((each) => each === form.text('event'));
  if (event === undefined) throw new GaranceError('general.bad_request');
  const message = { id: requireId(form.text('id')), text: form.text('text') };
  const silent = event === 'close' && message.text === '';
  const errors = silent ? {} : textErrors(visit, message.text);
  if (Object.keys(errors).length > 0) return showForTeam(deps, visit, scene, { text: message.text, errors });
  const outcome = await act(deps, scene, { event, message, readVersion: Number(form.text('version')) });
  if (!outcome.ok) {
    if (outcome.refusal.kind !== 'changed') throw refusalError(outcome.refusal);
    // Nothing that was written is lost: the new messages stand above it now.
    const changed = { text: supportTexts(visit.locale).changed };
    const now = await enterAsTeam(deps, visit, params);
    return showForTeam(deps, visit, now, { text: message.text, errors: changed, status: 409 });
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
  { thread, actor, standing }: TeamScene,
  { event, message, readVersion }: TeamAct,
): Promise<Outcome> {
  const who = { threadId: thread.id, actor: actor.personId };
  if (event === 'note') {
    await noteInThread(deps, { ...who, message });
    return { ok: true, to: thread.state };
  }
  if (event !== 'close') return tryActOnThread(deps, { ...who, standing, event, message, readVersion });
  if (message.text === '') return tryActOnThread(deps, { ...who, standing, event, readVersion });
  const answered = await tryActOnThread(deps, { ...who, standing, event: 'answer', message, readVersion });
  return answered.ok ? tryActOnThread(deps, { ...who, standing, event }) : answered;
}

interface Typed {
  readonly text?: string;
  readonly errors?: FieldErrors;
  readonly status?: number;
}

export async function showForTeam(
  deps: PortalDeps,
  visit: Visit,
  { thread }: TeamScene,
  { text, errors, status = formStatus(errors) }: Typed = {},
): Promise<FastifyReply> {
  const read = await readThread(deps.store.portal, thread, { withInternal: true, withLinks: true });
  const service = read.service?.name ?? '';
  const filled = fillTemplate(read.templates, queryText(visit, 'template'), { service });
  return visit.show(
    <TeamThreadPage
      {...read}
      context={{ ...visit.context, path: `/threads/${thread.id}` }}
      csrf={visit.token(`support.answer:${thread.id}`)}
      fileCsrf={visit.token(`support.attach:${thread.id}`)}
      messageId={randomUUID()}
      text={text ?? filled ?? ''}
      errors={errors}
      done={doneOf(visit)}
      nowMs={deps.clock.now()}
    />,
    status,
  );
}
