/** A person has one subject identifier per sector, the same for each account and level, and another one on the other platform. */
import { expect } from 'vitest';
import { signInAtDemoService } from '../../embedded/at-the-federation.ts';
import { story } from '../story.ts';

const eleonore = { login: 'eleonore', password: 'garance' };

story(
  'every account gives a person the same identifier, the two platforms give two',
  async ({ federation }) => {
    const { run } = federation;
    const through = (provider: string, entry: string) =>
      signInAtDemoService(run, { ...eleonore, provider }, entry);
    const low = await through('low', 'franceconnect');
    expect(await through('substantial', 'franceconnect')).toBe(low);
    const substantial = await through('substantial', 'plus-substantial');
    expect(await through('high', 'plus-substantial')).toBe(substantial);
    expect(await through('high', 'plus-high')).toBe(substantial);
    expect(substantial).not.toBe(low);
  },
);

story('a person reads which account was used, by the name that all of them share', async ({ meet }) => {
  const citizen = await meet();
  const accountOf = async (provider: 'low' | 'substantial') => {
    await citizen.signsInThrough('franceconnect', provider, 'eleonore');
    const account = await citizen.reads('account');
    await citizen.signsOutOfTheService();
    return account;
  };
  const low = await accountOf('low');
  const substantial = await accountOf('substantial');
  expect(substantial).not.toBe(low);
  expect(substantial.split(' (')[0]).toBe(low.split(' (')[0]);
});

story('another person has another one', async ({ meet }) => {
  const [line, roch] = [await meet(), await meet()];
  await line.signsInThrough('franceconnect', 'low', 'line');
  await roch.signsInThrough('franceconnect', 'low', 'roch');
  expect(await roch.reads('email')).toBe(await line.reads('email'));
  expect(await roch.reads('sub')).not.toBe(await line.reads('sub'));
});
