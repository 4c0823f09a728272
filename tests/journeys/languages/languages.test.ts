import { expect } from 'vitest';
import type { TestFederation } from '../../federation.ts';
import { story } from '../story.ts';
import { describeSwitch } from './switch.ts';

describeSwitch(true);

story('on a page that explains a failure', async ({ meet }) => {
  const citizen = await meet();
  await citizen.startsSignIn('franceconnect');
  await citizen.chooses('low');
  await citizen.signsInAs('perle');
  await citizen.sees('failure', 'register.not_found');
  await citizen.switchesTo('en');
  await citizen.sees('failure', 'register.not_found');
  expect(await citizen.text()).toContain('register.not_found');
});

story('on the pages outside a login', async ({ meet, federation }) => {
  const citizen = await meet();
  const { integration: issuer } = federation.run.hubs.standard;
  await citizen.signsInThrough('franceconnect', 'low', 'basile');
  const notMe = await mailedLink(federation, 'basile');
  for (const [address, name] of [
    [`${issuer}/session/end`, 'sign-out confirmation'],
    [federation.run.demonstration, 'welcome'],
    [federation.run.mailbox, 'mailbox'],
    [`${issuer}/help`, 'help'],
    [`${issuer}/legal-notice`, 'legal notice'],
    [`${issuer}/accessibility`, 'accessibility'],
    [notMe, 'not me'],
  ] as const) {
    citizen.nowReads('fr');
    await citizen.page.goto(address);
    await citizen.sees(name);
    await citizen.switchesTo('en');
    await citizen.sees(name);
    await citizen.switchesTo('fr');
  }
});

/** The link in the latest mail to this person. */
async function mailedLink({ run }: TestFederation, person: string): Promise<string> {
  let found: string | undefined;
  const look = async () => {
    const answer = await fetch(`${run.mailbox}/api/messages?${new URLSearchParams({ q: person })}`);
    const [mail] = (await answer.json()) as readonly { readonly text: string }[];
    found = /https?:\/\/\S+\/sign-in-report\/\S+/.exec(mail?.text ?? '')?.[0];
    return found;
  };
  await expect.poll(look, { timeout: 10_000 }).toBeDefined();
  return found ?? '';
}
