/** What happens to a thread: opened, written in, answered, closed. Each in one transaction with its message and mails. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Standing } from '../lifecycle/interpreter.ts';
import { type Effect, perform } from '../lifecycle/perform.ts';
import type { PortalTables } from '../portal-store.ts';
import { threadLifecycle } from './lifecycle.ts';
import { mailThread } from './mails.ts';
import type { NewThread, SupportThread } from './tables/threads.ts';

type Deps = Pick<PortalDeps, 'store' | 'clock' | 'config'>;

export interface Written {
  /** Made with the form: the same form sent twice is one message. */
  readonly id: string;
  readonly text: string;
}

/** Opens a thread with its first message, and mails the team. An id that is taken is the same form sent twice. */
export async function openThread(
  deps: Deps,
  thread: Omit<NewThread, 'state' | 'createdAtMs'>,
  text: string,
): Promise<void> {
  const atMs = deps.clock.now();
  const opened = { ...thread, state: threadLifecycle.initial, createdAtMs: atMs };
  await deps.store.portal.transaction(async (tables) => {
    if ((await tables.threads.find(thread.id)) !== undefined) return;
    const message = { id: thread.id, text };
    // Waits for the same form sent at the same time.
    if (!(await append(tables, { threadId: thread.id, author: thread.openedBy, atMs }, message))) return;
    await tables.threads.create(opened);
    await tables.audit.append({
      atMs,
      actor: thread.openedBy,
      action: 'thread.open',
      object: 'thread',
      objectId: thread.id,
    });
    const { foundBy: _, ...rest } = opened;
    const created = { ...rest, version: 1, waitingSinceMs: atMs };
    await mailThread(tables, deps, { thread: created, message, side: 'team' });
  });
}

export interface ThreadAct {
  readonly threadId: string;
  readonly actor: string;
  readonly standing: Standing;
  readonly event: 'answer' | 'ask' | 'write' | 'close';
  /** Said with it; a closing may be silent. */
  readonly message?: Written;
  /** The version that the person read, where what came since would change what they say. */
  readonly readVersion?: number;
}

/**
 * The same message again changes nothing.
 * @returns false when its message was there already
 * @throws GaranceError as `perform`; `portal.changed_meanwhile` when the thread changed since `readVersion`
 */
export async function actOnThread(deps: Deps, act: ThreadAct): Promise<boolean> {
  return deps.store.portal.transaction(async (tables) => {
    const { threadId, actor: author, message } = act;
    const atMs = deps.clock.now();
    // Before the thread is read: waits for the same form sent at the same time.
    if (message !== undefined && !(await append(tables, { threadId, author, atMs }, message))) return false;
    const thread = await tables.threads.find(threadId);
    if (thread === undefined) throw new GaranceError('general.not_found');
    if (act.readVersion !== undefined && act.readVersion !== thread.version) {
      throw new GaranceError('portal.changed_meanwhile');
    }
    await transition(tables, deps, thread, act);
    return true;
  });
}

async function transition(
  tables: PortalTables,
  deps: Deps,
  thread: SupportThread,
  { event, standing, actor, message }: ThreadAct,
): Promise<void> {
  const atMs = deps.clock.now();
  const firstAnswer = event !== 'write' && event !== 'close' && thread.firstAnswerAtMs === undefined;
  const tell =
    (side: 'partner' | 'team'): Effect =>
    async (within) => {
      if (message !== undefined) await mailThread(within, deps, { thread, message, side });
    };
  // Since when somebody waits, and the first answer, are written with the state itself.
  const withState: Effect = async () => {};
  await perform(tables, deps.clock, {
    lifecycle: threadLifecycle,
    objectId: thread.id,
    event,
    state: thread.state,
    standing,
    actor,
    facts: new Set(),
    setState: (within, to) =>
      within.threads.setState({ id: thread.id, expectedVersion: thread.version, to, atMs, firstAnswer }),
    effects: {
      'start-clock': withState,
      'stop-clock': withState,
      'mail-partner': tell('partner'),
      'mail-team': tell('team'),
    },
  });
}

/** A note of the team to itself: no transition, no mail. */
export async function noteInThread(
  { store, clock }: Deps,
  {
    threadId,
    actor,
    message,
  }: { readonly threadId: string; readonly actor: string; readonly message: Written },
): Promise<void> {
  await append(store.portal, { threadId, author: actor, atMs: clock.now(), internal: true }, message);
}

interface Said {
  readonly threadId: string;
  readonly author: string;
  readonly atMs: number;
  readonly internal?: boolean;
}

function append(
  tables: Pick<PortalTables, 'discussion'>,
  { threadId, author, atMs, internal = false }: Said,
  { id, text }: Written,
): Promise<boolean> {
  return tables.discussion.append({ id, object: 'thread', objectId: threadId, author, text, internal, atMs });
}
