import { expect } from 'vitest';
import type { TestFederation } from '../../federation.ts';

interface Mail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly date: string;
  readonly text: string;
}

const patienceMs = 20_000;

/** The newest mail to this address with this in its subject, once it has come. */
export async function findMail({ run }: TestFederation, to: string, subject: string): Promise<Mail> {
  const found = async (): Promise<Mail | undefined> => {
    const answer = await fetch(`${run.mailbox}/api/messages?${new URLSearchParams({ q: to })}`);
    const mails = (await answer.json()) as readonly Mail[];
    return mails
      .filter((mail) => mail.to.includes(to) && mail.subject.includes(subject))
      .sort((a, b) => b.date.localeCompare(a.date))[0];
  };
  await expect.poll(found, { timeout: patienceMs, message: `mail to ${to}: ${subject}` }).toBeDefined();
  const mail = await found();
  if (mail === undefined) throw new Error('the mail went away');
  return mail;
}
