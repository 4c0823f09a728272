/** A developer tries parameters with the demo service's form. */
import { signInEntries } from '@garance/demo';
import { expect } from 'vitest';
import type { Citizen } from '../actors.ts';
import { story } from '../story.ts';

type Field = 'scope' | 'acr_values' | 'prompt' | 'idp_hint';

export async function tries(
  citizen: Citizen,
  wish: Partial<Record<Field, string>> & { readonly boxes?: readonly string[] },
) {
  const { boxes = [], ...fields } = wish;
  await citizen.opensTheService();
  await citizen.page.click('summary');
  await citizen.sees('service home', 'form open');
  await citizen.page.selectOption('#try-door', signInEntries.franceconnect.path);
  for (const [name, value] of Object.entries(fields)) await citizen.page.fill(`#try-${name}`, value);
  for (const name of boxes) await citizen.page.check(`#try-${name}`);
  await citizen.page.click('.try button');
}

export function describePushedRequest(javaScript: boolean): void {
  story(`a pushed request, answered by form_post, JavaScript: ${javaScript}`, async ({ meet }) => {
    const citizen = await meet({ javaScript });
    await tries(citizen, { boxes: ['pushed', 'form_post'] });
    await citizen.sees('account choice', 'franceconnect');
    await citizen.chooses('low');
    await citizen.signsInAs('amarante');
    await citizen.sees('what is shared', 'franceconnect');
    await citizen.continues();
    // With JavaScript the page submits its form by itself.
    if (!javaScript) {
      await citizen.sees('back to the service');
      await citizen.continues();
    }
    await citizen.sees('service account', 'franceconnect');
  });
}

type Refusal = readonly [wish: Parameters<typeof tries>[1], code: string];

export const firstRefusals: readonly Refusal[] = [[{ acr_values: 'eidas3' }, 'invalid_acr']];

export const otherRefusals: readonly Refusal[] = [
  [{ prompt: 'none' }, 'login_required'],
  [{ idp_hint: 'unknown-provider' }, 'invalid_idp_hint'],
  [{ scope: 'openid idp_birthdate' }, 'invalid_scope'],
];

export function describeRefusals(refusals: readonly Refusal[]): void {
  story.for(refusals)('%o is answered with %s', async ([wish, code], { meet }) => {
    const citizen = await meet();
    await tries(citizen, wish);
    await citizen.sees('service refusal', code);
    expect(await citizen.readsTheRefusal()).toBe(code);
  });
}
