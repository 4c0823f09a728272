import { expect } from 'vitest';
import { story } from '../story.ts';
import { describePushedRequest, describeRefusals, firstRefusals, tries } from './developer.ts';

describePushedRequest(false);

story('a hint skips the choice page, and openid alone shares no data', async ({ meet }) => {
  const citizen = await meet();
  await tries(citizen, { idp_hint: 'substantial', scope: 'openid' });
  await citizen.sees('provider sign-in', 'substantial');
  await citizen.signsInAs('amarante');
  await citizen.sees('what is shared', 'nothing');
  expect(await citizen.text()).toContain('Aucune donnée personnelle');
  await citizen.continues();
  await citizen.sees('service account', 'nothing');
});

describeRefusals(firstRefusals);
