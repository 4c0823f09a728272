import { GaranceError, systemClock } from '@garance/core';
import type { DurableStore, Mail } from '@garance/store';
import { expect, it } from 'vitest';
import { hubMails } from './hub-writers.ts';

const notice = {
  reference: '0f8fad5b-d9cb-469f-a165-70867728950e',
  reportUrl: 'https://hub.example/api/v2/sign-in-report/v1.sealed',
  to: 'angela@courriel.example',
  locale: 'fr',
  serviceName: 'Service',
  providerName: 'Compte',
  atMs: systemClock.now(),
  environment: 'integration',
} as const;

/** An outbox that refuses the first so many mails. */
function createOutbox(refusals: number) {
  const queued: string[] = [];
  let left = refusals;
  const enqueue = async ({ id }: Mail): Promise<void> => {
    left -= 1;
    if (left >= 0) throw new GaranceError('store.unavailable');
    queued.push(id);
  };
  return { queued, store: { outbox: { enqueue } } as unknown as DurableStore };
}

const config = { platformName: 'Garance', environment: 'integration' } as const;

it('fault 2: a mail that the database does not take at once is queued when it is back', async () => {
  await using stack = new AsyncDisposableStack();
  const { queued, store } = createOutbox(2);
  const { notify } = hubMails(stack, { store, config, operatorMail: 'equipe@garance.example' });
  await notify(notice);
  expect(queued).toEqual([`sign-in-${notice.reference}`]);
});

it('a mail that waits is queued when the hub ends', async () => {
  const stack = new AsyncDisposableStack();
  const { queued, store } = createOutbox(0);
  const { notify } = hubMails(stack, { store, config, operatorMail: 'equipe@garance.example' });
  const written = notify(notice);
  await stack.disposeAsync();
  await written;
  expect(queued).toHaveLength(1);
});
