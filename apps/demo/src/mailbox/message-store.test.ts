import { describe, expect, it } from 'vitest';
import type { MailboxMessage } from './mailbox.ts';
import { maxMessages, openMessageStore } from './message-store.ts';

const message = (index: number): MailboxMessage => ({
  id: index.toString(16).padStart(32, '0'),
  messageId: '',
  from: '',
  to: [],
  subject: `Mail ${index}`,
  date: new Date(index).toISOString(),
  text: '',
  html: '',
});

describe('the message store', () => {
  it('keeps the last 200 mails, newest first', async () => {
    const store = await openMessageStore();
    for (let index = 0; index < maxMessages + 3; index += 1) await store.add(message(index));
    expect(store.list()).toHaveLength(200);
    expect(store.list()[0]?.subject).toBe('Mail 202');
    expect(store.list().at(-1)?.subject).toBe('Mail 3');
    expect(store.find(message(2).id)).toBeUndefined();
  });
});
