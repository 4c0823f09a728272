/** After a sign-in from a new device the citizen gets a mail, and can report that it was not them. */
import { expect } from 'vitest';
import type { TestFederation } from '../../federation.ts';
import { story } from '../story.ts';

interface Mail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

async function mailsAbout(federation: TestFederation, query: string): Promise<readonly Mail[]> {
  const answer = await fetch(`${federation.run.mailbox}/api/messages?${new URLSearchParams({ q: query })}`);
  return (await answer.json()) as Mail[];
}

story('the mail arrives, and its link "this was not me" works', async ({ meet, federation }) => {
  const citizen = await meet();
  await citizen.signsInThrough('franceconnect', 'substantial', 'hippolyte');
  await expect.poll(() => mailsAbout(federation, 'hippolyte'), { timeout: 10_000 }).toHaveLength(1);
  const [mail] = await mailsAbout(federation, 'hippolyte');
  expect(mail?.subject).toBe('Connexion à Ville de Montfleury');
  expect(mail?.text).toContain('Identité Pastel');

  await citizen.page.goto(`${federation.run.mailbox}/?q=hippolyte`);
  await citizen.sees('mailbox');
  await citizen.page.click('tbody a');
  await citizen.looksAt('mailbox message', mail?.subject ?? '');
  const link = citizen.page.frameLocator('iframe').getByRole('link', { name: 'Ce n’était pas moi' });
  const elsewhere = await citizen.followsIntoNewWindow(() => link.click());
  await elsewhere.sees('not me');
  await elsewhere.continues();
  await elsewhere.sees('not me told');

  const reference = /Référence de la connexion : ([0-9a-f-]{36})/.exec(mail?.text ?? '')?.[1] ?? '';
  expect(await elsewhere.text()).toContain(reference);
  const toTheTeam = `equipe@garance.example ${reference}`;
  await expect.poll(() => mailsAbout(federation, toTheTeam), { timeout: 10_000 }).toHaveLength(1);
  const [mailToTeam] = await mailsAbout(federation, toTheTeam);
  expect(mailToTeam?.text).toContain(reference);
  expect(mailToTeam?.text).not.toMatch(/hippolyte|nerprun/i);
});

story('a device is known after the first sign-in; another one is not', async ({ meet, federation }) => {
  // Other stories of this worker may have signed this person in.
  const before = (await mailsAbout(federation, 'basile')).length;
  const citizen = await meet({ javaScript: false });
  await citizen.signsInThrough('franceconnect', 'low', 'basile');
  await citizen.signsInThrough('franceconnect', 'low', 'basile');
  const elsewhere = await meet({ javaScript: false });
  await elsewhere.signsInThrough('franceconnect', 'low', 'basile');
  // Mails are sent in the order of the sign-ins: a mail about the second would arrive before that about the third.
  await expect.poll(() => mailsAbout(federation, 'basile'), { timeout: 10_000 }).toHaveLength(before + 2);
});

story('the mail is accessible, in English too', async ({ meet, federation }) => {
  const citizen = await meet({ language: 'en' });
  await citizen.signsInThrough('plusHigh', 'high', 'camille');
  await expect.poll(() => mailsAbout(federation, 'camille'), { timeout: 10_000 }).toHaveLength(1);
  const [mail] = await mailsAbout(federation, 'camille');
  // The mailbox shows the mail in a frame without scripts, where axe cannot run.
  await citizen.page.goto('about:blank');
  await citizen.page.setContent(mail?.html ?? '');
  await citizen.looksAt('mail', 'Sign-in to Ville de Montfleury');
});
