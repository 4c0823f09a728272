import { vi } from 'vitest';

interface Mail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly date: string;
  readonly text: string;
}

const patienceMs = 20_000;

/** Waits for a mail to this address with this text in its subject, and returns the newest. */
export async function findMail(
  { run }: { readonly run: { readonly mailbox: string } },
  to: string,
  subject: string,
): Promise<Mail> {
  const find = async (): Promise<Mail> => {
    const answer = await fetch(`${run.mailbox}/api/messages?${new URLSearchParams({ q: to })}`);
    const mails = (await answer.json()) as readonly Mail[];
    const [newest] = mails
      .filter((mail) => mail.to.includes(to) && mail.subject.includes(subject))
      .sort((a, b) => b.date.localeCompare(a.date));
    if (newest === undefined) throw new Error(`no mail to ${to}: ${subject}`);
    return newest;
  };
  return vi.waitFor(find, { timeout: patienceMs });
}
