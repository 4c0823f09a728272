import { describe, expect, it } from 'vitest';
import { createPollLoop } from './poll-loop.ts';

const noError = (error: unknown) => {
  throw error;
};

/** Resolves when another loop has polled that often: the timers of this one would have fired by then. */
async function looksOfAnother(times: number): Promise<void> {
  const enough = Promise.withResolvers<void>();
  let looks = 0;
  const look = async () => {
    looks += 1;
    if (looks === times) enough.resolve();
  };
  const loop = createPollLoop({ look, everyMs: 0, onError: noError });
  loop.start();
  await enough.promise;
  await loop.stop();
}

describe('a poll loop', () => {
  it('starts a poll only when the one before has ended', async () => {
    let [running, most, looks] = [0, 0, 0];
    const enough = Promise.withResolvers<void>();
    const look = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      looks += 1;
      if (looks === 5) enough.resolve();
    };
    const loop = createPollLoop({ look, everyMs: 0, onError: noError });
    loop.start();
    loop.start();
    await enough.promise;
    await loop.stop();
    expect(most).toBe(1);
  });

  it('continues after a poll that rejected or threw, and reports it', async () => {
    const errors: unknown[] = [];
    const enough = Promise.withResolvers<void>();
    let looks = 0;
    const look = () => {
      looks += 1;
      if (looks === 1) throw new Error('thrown');
      if (looks === 2) return Promise.reject(new Error('rejected'));
      enough.resolve();
      return Promise.resolve();
    };
    const loop = createPollLoop({ look, everyMs: 0, onError: (error) => errors.push(error) });
    loop.start();
    await enough.promise;
    await loop.stop();
    expect(errors.map(String)).toEqual(['Error: thrown', 'Error: rejected']);
  });

  it('stops when the current poll has ended, which is told to end early', async () => {
    const [begun, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const seen: boolean[] = [];
    let looks = 0;
    const look = async (mayGoOn: () => boolean) => {
      looks += 1;
      seen.push(mayGoOn());
      begun.resolve();
      await mayEnd.promise;
      seen.push(mayGoOn());
    };
    const loop = createPollLoop({ look, everyMs: 0, onError: noError });
    loop.start();
    await begun.promise;
    const stopped = loop.stop();
    expect(seen).toEqual([true]);
    mayEnd.resolve();
    await stopped;
    expect([looks, seen]).toEqual([1, [true, false]]);
    await looksOfAnother(3);
    expect(looks).toBe(1);
  });

  it('has one chain of polls when it is started again during the last poll', async () => {
    const [begun, mayEnd, again] = [
      Promise.withResolvers<void>(),
      Promise.withResolvers<void>(),
      Promise.withResolvers<void>(),
    ];
    let [running, most, looks] = [0, 0, 0];
    const look = async () => {
      looks += 1;
      running += 1;
      most = Math.max(most, running);
      if (looks === 1) {
        begun.resolve();
        await mayEnd.promise;
      }
      running -= 1;
      if (looks === 3) again.resolve();
    };
    const loop = createPollLoop({ look, everyMs: 0, onError: noError });
    loop.start();
    await begun.promise;
    const stopped = loop.stop();
    loop.start();
    mayEnd.resolve();
    await Promise.all([stopped, again.promise]);
    await loop.stop();
    expect(most).toBe(1);
  });
});
