/**
 * security.md, faults 8 and 9: `kill -9` during every kind of operation of the partner space, then a restart. The
 * database then has the state before or after the operation, never one in between; no mail is lost, none is sent about
 * an operation that did not happen, and a repeated one has the same Message-ID.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MailboxMessage, startMailbox } from '@garance/demo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForBuild } from '../built.ts';
import { type Aftermath, type Evidence, killEach } from './kill-each.ts';
import { type Operation, of } from './operations/operation.ts';
import { createPortalHost } from './portal-host.ts';

/** Generous, for busy machines. */
const patienceMs = 600_000;

/** Message-IDs of the mails queued in the operation's transaction. */
function promisedBy({ killedBeforeCommit, killedAfterCommit }: Evidence): readonly string[] {
  return killedAfterCommit.waiting.filter((id) => !killedBeforeCommit.waiting.includes(id));
}

const words = ({ to, subject, text }: MailboxMessage): string => JSON.stringify([to, subject, text]);

/** @param operations carried out one after the other, each killed at three instants */
export function describeFaults(operations: readonly Operation[]): void {
  const stack = new AsyncDisposableStack();
  let aftermath: Aftermath;

  beforeAll(async () => {
    await waitForBuild();
    const directory = await mkdtemp(join(tmpdir(), 'garance-faults-'));
    stack.defer(() => rm(directory, { recursive: true, force: true }));
    const mailbox = await startMailbox({ host: '127.0.0.1', smtpPort: 0, httpPort: 0 });
    stack.defer(() => mailbox.close());
    const host = createPortalHost({ directory, smtpPort: mailbox.smtpPort });
    stack.defer(() => host.close());
    aftermath = await killEach(operations, { host, mailbox });
  }, patienceMs);
  afterAll(() => stack.disposeAsync());

  function evidenceOf(name: string): Evidence {
    const evidence = aftermath.evidence.get(name);
    if (evidence === undefined) throw new Error(`nothing was found of ${name}`);
    return evidence;
  }

  describe.each(operations)('killed while $name', ({ name, before, after, tells, notesFirst = [] }) => {
    it('before its commit: after a restart nothing has changed', () => {
      const evidence = evidenceOf(name);
      expect(evidence.before).toMatchObject({ state: before, contradictions: [] });
      const { tables } = evidence.killedBeforeCommit;
      const noted = Object.entries(tables).filter(([table]) => notesFirst.includes(table));
      expect(evidence.killedBeforeCommit).toEqual({
        ...evidence.before,
        tables: { ...evidence.before.tables, ...Object.fromEntries(noted) },
      });
    });

    it('after its commit: after a restart everything is there', () => {
      expect(evidenceOf(name).killedAfterCommit).toMatchObject({ state: after, contradictions: [] });
    });

    it('while its mails are sent: each arrives, a repeated one under the same Message-ID', () => {
      const evidence = evidenceOf(name);
      const mails = aftermath.mails.filter(({ messageId }) => promisedBy(evidence).includes(messageId));
      const recipients = mails.flatMap(({ to }) => to);
      expect(recipients).toEqual(expect.arrayContaining(tells.map((who) => of(evidence.subject, who))));
      for (const id of promisedBy(evidence)) {
        const copies = mails.filter(({ messageId }) => messageId === id).map(words);
        expect(copies.length, 'taken by the mail server once before the kill, once after').toBe(2);
        expect(new Set(copies).size, 'and word for word the same').toBe(1);
      }
    });
  });

  describe('after all kills', () => {
    it('no mail is sent about an operation that did not happen', () => {
      const promised = [...aftermath.evidence.values()].flatMap(promisedBy);
      expect(new Set(aftermath.mails.map(({ messageId }) => messageId))).toEqual(new Set(promised));
    });

    it('no mail is left in the queue', () => {
      expect(aftermath.waiting).toEqual([]);
    });
  });
}
