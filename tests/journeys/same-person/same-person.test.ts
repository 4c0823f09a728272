/** A person has one subject identifier per sector, the same for each account and level, and another one on the other platform. */
import { expect } from 'vitest';
import { story } from '../story.ts';

story('any account gives her the same identifier, the two platforms give two', async ({ meet }) => {
  const seen = async (...visit: Parameters<typeof citizen.signsInThrough>) => {
    await citizen.signsInThrough(...visit);
    const [sub, account] = [await citizen.reads('sub'), await citizen.reads('account')];
    await citizen.signsOutOfTheService();
    await citizen.sees('service signed out');
    return { sub, account };
  };
  const citizen = await meet();
  const low = await seen('franceconnect', 'low', 'eleonore');
  const pastel = await seen('franceconnect', 'substantial', 'eleonore');
  expect(pastel.sub).toBe(low.sub);
  expect(pastel.account).not.toBe(low.account);
  expect(pastel.account.split(' (')[0]).toBe(low.account.split(' (')[0]);

  const substantial = await seen('plusSubstantial', 'substantial', 'eleonore');
  const card = await seen('plusSubstantial', 'high', 'eleonore');
  const high = await seen('plusHigh', 'high', 'eleonore');
  expect(card.sub).toBe(substantial.sub);
  expect(high.sub).toBe(substantial.sub);
  expect(high.sub).not.toBe(low.sub);
});

story('another person has another one', async ({ meet }) => {
  const [line, roch] = [await meet(), await meet()];
  await line.signsInThrough('franceconnect', 'low', 'line');
  await roch.signsInThrough('franceconnect', 'low', 'roch');
  expect(await roch.reads('email')).toBe(await line.reads('email'));
  expect(await roch.reads('sub')).not.toBe(await line.reads('sub'));
});
