/**
 * Carries out every operation while the process is killed, and records the results. Each kill hits three things at
 * once: an operation before its commit, another after its commit and before its answer, and mails of a third that the
 * mail server has accepted without this being recorded.
 */
import type { Mailbox, MailboxMessage } from '@garance/demo';
import type { Operation, Subject } from './operations/operation.ts';
import type { PortalHost } from './portal-host.ts';
import type { Look } from './portal-process.ts';

export interface Evidence {
  readonly subject: Subject;
  readonly before: Look;
  /** After a restart: killed before the commit. */
  readonly killedBeforeCommit: Look;
  /** After a restart: repeated, killed after the commit. */
  readonly killedAfterCommit: Look;
}

export interface Aftermath {
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** All mails that the mail server has accepted. */
  readonly mails: readonly MailboxMessage[];
  /** Message-IDs still queued at the end. */
  readonly waiting: readonly string[];
}

export async function killEach(
  operations: readonly Operation[],
  { host, mailbox }: { readonly host: PortalHost; readonly mailbox: Mailbox },
): Promise<Aftermath> {
  const subjects = await host.ask('prepare', { names: operations.map(({ name }) => name) });
  const wishes = operations.map(({ name }) => ({ name, subject: subjects[name] ?? {} }));
  const looks = operations.map((): Partial<Record<keyof Evidence, Look>> => ({}));
  const mails: MailboxMessage[] = [];
  for (let turn = -1; turn <= operations.length; turn += 1) {
    const [last, now, next] = [wishes[turn - 1], wishes[turn], wishes[turn + 1]];
    if (last !== undefined) await note(looks[turn - 1], 'killedAfterCommit', host.ask('look', last));
    if (now !== undefined) await note(looks[turn], 'killedBeforeCommit', host.ask('look', now));
    await host.ask('deliver', undefined);
    mails.push(...(await takeMails(mailbox)));
    if (now !== undefined) await host.ask('commit', now);
    if (next === undefined) {
      await host.kill();
      continue;
    }
    await note(looks[turn + 1], 'before', host.ask('look', next));
    await host.dies('die', next);
  }
  await host.ask('deliver', undefined);
  mails.push(...(await takeMails(mailbox)));
  const evidence = wishes.map(
    ({ name, subject }, index) => [name, { subject, ...looks[index] } as Evidence] as const,
  );
  const [any] = wishes;
  const { waiting } = any === undefined ? { waiting: [] } : await host.ask('look', any);
  return { evidence: new Map(evidence), mails, waiting };
}

async function note(
  looks: Partial<Record<keyof Evidence, Look>> | undefined,
  when: keyof Evidence,
  look: Promise<Look>,
): Promise<void> {
  const found = await look;
  if (looks !== undefined) looks[when] = found;
}

/** Empties the mailbox, which keeps 200 mails only. */
async function takeMails({ url }: Mailbox): Promise<readonly MailboxMessage[]> {
  const mails = (await (await fetch(`${url}/api/messages`)).json()) as readonly MailboxMessage[];
  await fetch(`${url}/api/messages`, { method: 'DELETE' });
  return mails;
}
