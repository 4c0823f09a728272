import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { MailboxMessage } from './mailbox.ts';

/** Limit, above which the oldest mail is dropped. */
export const maxMessages = 200;

const messageSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  messageId: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  date: z.iso.datetime(),
  text: z.string(),
  html: z.string(),
});

export interface MessageStore {
  /** Newest first. */
  list(): readonly MailboxMessage[];
  find(id: string): MailboxMessage | undefined;
  add(message: MailboxMessage): Promise<void>;
  clear(): Promise<void>;
}

/** Keeps the last 200 mails in memory and, when `dataDir` is given, each as a file there. */
export async function openMessageStore(dataDir?: string): Promise<MessageStore> {
  const files = dataDir === undefined ? undefined : createMessageFiles(dataDir);
  let messages: readonly MailboxMessage[] = (await files?.load()) ?? [];

  return {
    list: () => messages,
    find: (id) => messages.find((message) => message.id === id),
    async add(message) {
      await files?.write(message);
      const all = [message, ...messages];
      messages = all.slice(0, maxMessages);
      await Promise.all(all.slice(maxMessages).map((old) => files?.remove(old)));
    },
    async clear() {
      const gone = messages;
      messages = [];
      await Promise.all(gone.map((old) => files?.remove(old)));
    },
  };
}

interface MessageFiles {
  load(): Promise<readonly MailboxMessage[]>;
  write(message: MailboxMessage): Promise<void>;
  remove(message: MailboxMessage): Promise<void>;
}

function createMessageFiles(folder: string): MessageFiles {
  const pathOf = ({ id }: MailboxMessage): string => join(folder, `${id}.json`);
  return {
    async load() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
      const read = await Promise.all(names.map((name) => readMessage(join(folder, name))));
      return read
        .filter((message) => message !== undefined)
        .sort((a, b) => b.date.localeCompare(a.date))
        .slice(0, maxMessages);
    },
    async write(message) {
      // Written under another name and renamed: a crash leaves no partial mail.
      const temporary = `${pathOf(message)}.part`;
      await writeFile(temporary, JSON.stringify(message), { mode: 0o600 });
      await rename(temporary, pathOf(message));
    },
    remove: (message) => rm(pathOf(message), { force: true }),
  };
}

/** Undefined for a file that is not a mail. */
async function readMessage(path: string): Promise<MailboxMessage | undefined> {
  try {
    return messageSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}
