import { countCalls, createMemoryInflightStore } from '@garance/store';
import { expect, it } from 'vitest';
import { createTestHub } from './testing/hub-fixture.ts';

it('a login costs nineteen in-flight operations and seventeen waits, userinfo included', async () => {
  await using plain = await createTestHub();
  const calls = countCalls(createMemoryInflightStore({ clock: plain.clock }));
  await using hub = await createTestHub({ deps: { inflight: calls.store } });
  const service = hub.service('public');
  calls.start();
  const { accessToken } = await service.redeem(await hub.browser().login(service));
  await service.userinfo(accessToken);
  expect(calls.stop()).toEqual({ operations: 19, waits: 17 });
});
