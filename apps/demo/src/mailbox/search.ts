import type { MailboxMessage } from './mailbox.ts';

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Mails in which every word of the query occurs in the addresses, the subject or the text, without regard to case and diacritics. */
export function searchMessages(
  messages: readonly MailboxMessage[],
  query: string,
): readonly MailboxMessage[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return messages;
  return messages.filter(({ from, to, subject, text }) => {
    const content = folded([from, ...to, subject, text].join('\n'));
    return words.every((word) => content.includes(word));
  });
}
