/** Opens, answers and closes threads; each in one transaction with its message and mails. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import {
  create,
  type Effect,
  type Effects,
  type Outcome,
  orThrow,
  tryTransition,
} from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { type ThreadEvent, type ThreadState, threadLifecycle } from './lifecycle.ts';
import { mailThread } from './mails.ts';
import type { NewThread, SupportThread } from './tables/threads.ts';

type Deps = Pick<PortalDeps, 'store' | 'clock' | 'config'>;

export interface Written {
  /** Comes from the form: a form sent twice is one message. */
  readonly id: string;
  readonly text: string;
}

export interface Opening extends Omit<NewThread, 'state' | 'createdAtMs'> {
  readonly authorization: AuthorizationContext;
  readonly text: string;
}

/**
 * Opens a thread with its first message, and mails the team. An id that is taken means that the form was sent twice.
 */
export async function openThread({ store, clock, config }: Deps, opening: Opening): Promise<void> {
  const { authorization, text, ...thread } = opening;
  const { id, openedBy } = thread;
  const message = { id, text };
  await store.portal.transaction(async (tables) => {
    if ((await tables.threads.find(id)) !== undefined) return;
    await create(tables, clock, {
      lifecycle: threadLifecycle,
      event: 'open',
      id,
      actor: openedBy,
      authorization,
      insert: async (state, atMs) => {
        // Waits for a concurrent submission of the same form.
        if (!(await append(tables, { threadId: id, author: openedBy, atMs }, message))) return undefined;
        await tables.threads.create({ ...thread, state, createdAtMs: atMs });
        return id;
      },
      effects: {
        'mail-team': (within) => mailThread(within, { clock, config }, { thread, message, side: 'team' }),
      },
    });
  });
}

export interface ThreadAct {
  readonly threadId: string;
  readonly actor: string;
  readonly authorization: AuthorizationContext;
  readonly event: ThreadEvent;
  /** Message of the event; closing does not need one. */
  readonly message?: Written;
  /** Version of the thread on the page, for events that a newer message must prevent. */
  readonly readVersion?: number;
}

/** `isRepeat`: the message had already been stored, and nothing was done. */
export type Acted = Outcome<ThreadState> & { readonly isRepeat?: true };

/** Writes the message and carries out the event; does nothing for a repeated message. */
export function tryActOnThread(deps: Deps, act: ThreadAct): Promise<Acted> {
  return deps.store.portal.transaction((tables) => transact(tables, deps, act));
}

/** @throws GaranceError as `transition` */
export async function actOnThread(deps: Deps, act: ThreadAct): Promise<void> {
  orThrow(await tryActOnThread(deps, act));
}

async function transact(tables: PortalTables, deps: Deps, act: ThreadAct): Promise<Acted> {
  const { threadId, actor, message, readVersion } = act;
  const locked = await tables.threads.lock(threadId);
  if (locked !== undefined && message !== undefined && (await isStored(tables, threadId, message.id))) {
    return { ok: true, to: locked.state, isRepeat: true };
  }
  const atMs = deps.clock.now();
  const outcome = await tryTransition(tables, deps.clock, {
    ...act,
    lifecycle: threadLifecycle,
    table: tables.threads,
    id: threadId,
    expectedVersion: readVersion,
    prepare: (thread) => ({ facts: {}, effects: threadEffects(deps, { thread, message, atMs }) }),
  });
  if (!outcome.ok || message === undefined) return outcome;
  // The id belongs to a message of another discussion: the whole act is rolled back.
  if (!(await append(tables, { threadId, author: actor, atMs }, message))) {
    throw new GaranceError('general.bad_request');
  }
  return outcome;
}

interface Effected {
  readonly thread: SupportThread;
  readonly message: Written | undefined;
  readonly atMs: number;
}

function threadEffects(deps: Deps, { thread, message, atMs }: Effected): Effects<typeof threadLifecycle> {
  const mailWhen =
    (side: 'partner' | 'team'): Effect =>
    async (tables) => {
      if (message !== undefined) await mailThread(tables, deps, { thread, message, side });
    };
  return {
    'note-first-answer': (tables) => tables.threads.noteFirstAnswer(thread.id, atMs),
    'mail-partner': mailWhen('partner'),
    'mail-team': mailWhen('team'),
  };
}

/** An internal note of the team: no transition, no mail. */
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

async function isStored(tables: PortalTables, threadId: string, messageId: string): Promise<boolean> {
  const messages = await tables.discussion.list('thread', threadId, { withInternal: true });
  return messages.some(({ id }) => id === messageId);
}

interface NewMessage {
  readonly threadId: string;
  readonly author: string;
  readonly atMs: number;
  readonly internal?: boolean;
}

function append(
  tables: Pick<PortalTables, 'discussion'>,
  { threadId, author, atMs, internal = false }: NewMessage,
  { id, text }: Written,
): Promise<boolean> {
  return tables.discussion.append({ id, object: 'thread', objectId: threadId, author, text, internal, atMs });
}
