import { afterEach, describe, expect, it, vi } from 'vitest';
import { CKR_PIN_INCORRECT, CKR_USER_ALREADY_LOGGED_IN, type Cryptoki } from './cryptoki.ts';
import { createSessionPool, type SessionPool } from './session-pool.ts';

/** An error as the native module throws it: the CKR code as `code`, its name in the message. */
const failing = (name: string, code: number) => Object.assign(new Error(name), { code });
const sessionLost = failing('CKR_SESSION_HANDLE_INVALID', 0xb3);
const unavailable = { code: 'keys.token_unavailable' };

/** A library whose token counts its calls. */
function createLibrary() {
  const seen = { logins: 0, opened: 0, closed: 0 };
  let login: () => void = () => {};
  let label = 'token';
  const cryptoki = {
    C_GetSlotList: () => [Buffer.of(1), Buffer.of(2)],
    C_GetTokenInfo: (slot: Buffer) => ({ label: slot[0] === 2 ? label.padEnd(32) : 'another' }),
    C_OpenSession: () => {
      seen.opened += 1;
      return Buffer.of(seen.opened);
    },
    C_CloseSession: () => {
      seen.closed += 1;
    },
    C_Login: () => {
      seen.logins += 1;
      login();
    },
  } as unknown as Cryptoki;
  return {
    cryptoki,
    seen,
    answerLogin: (answer: () => void) => {
      login = answer;
    },
    rename: (to: string) => {
      label = to;
    },
  };
}

const settings = { tokenLabel: 'token', pin: '1234', sessions: 2, callTimeoutMs: 1_000 };
const pools: SessionPool[] = [];
function poolOf(library: ReturnType<typeof createLibrary>): SessionPool {
  const pool = createSessionPool(() => library.cryptoki, settings);
  pools.push(pool);
  return pool;
}
afterEach(() => {
  vi.useRealTimers();
  for (const pool of pools.splice(0)) pool.close();
});

/** Work that ends when the test releases it. */
function held() {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { work: () => promise, end: resolve };
}

describe('the sessions of a token', () => {
  it('are opened at the first use, with one login for all, and closed at the end', async () => {
    const library = createLibrary();
    const pool = poolOf(library);
    expect(library.seen).toEqual({ logins: 0, opened: 0, closed: 0 });
    await Promise.all(Array.from({ length: 5 }, () => pool.use(async () => 'done')));
    expect(library.seen).toEqual({ logins: 1, opened: 2, closed: 0 });
    pool.close();
    expect(library.seen.closed).toBe(2);
  });

  it('do one operation at a time each; further calls wait', async () => {
    const pool = poolOf(createLibrary());
    const first = held();
    const started: number[] = [];
    const uses = [0, 1, 2].map((number) =>
      pool.use(async (session) => {
        started.push(session[0] ?? 0);
        return number === 2 ? 'done' : first.work();
      }),
    );
    await Promise.resolve();
    await vi.waitFor(() => expect(started).toHaveLength(2));
    expect(new Set(started).size).toBe(2);
    first.end('done');
    expect(await Promise.all(uses)).toEqual(['done', 'done', 'done']);
    expect(started).toHaveLength(3);
  });

  it('use the login of an application that is logged in already', async () => {
    const library = createLibrary();
    library.answerLogin(() => {
      throw failing('CKR_USER_ALREADY_LOGGED_IN', CKR_USER_ALREADY_LOGGED_IN);
    });
    expect(await poolOf(library).use(async () => 'done')).toBe('done');
  });

  it('are opened again, once, after the token was unavailable', async () => {
    const library = createLibrary();
    const pool = poolOf(library);
    let tries = 0;
    const objects: unknown[] = [];
    const done = await pool.use(async (_session, login) => {
      tries += 1;
      objects.push(login.objects);
      if (tries === 1) throw sessionLost;
      return 'done';
    });
    expect([done, tries, library.seen.logins]).toEqual(['done', 2, 2]);
    expect(objects[0]).not.toBe(objects[1]);
  });

  it.each([
    ['CKR_SESSION_HANDLE_INVALID', 0xb3],
    ['CKR_DEVICE_REMOVED', 0x32],
    ['CKR_TOKEN_NOT_PRESENT', 0xe0],
    ['CKR_USER_NOT_LOGGED_IN', 0x101],
    ['CKR_CRYPTOKI_NOT_INITIALIZED', 0x190],
  ])('give an error when it stays unavailable: %s', async (name, code) => {
    let tries = 0;
    const use = poolOf(createLibrary()).use(async () => {
      tries += 1;
      throw failing(name, code);
    });
    await expect(use).rejects.toMatchObject({ ...unavailable, detail: name });
    expect(tries).toBe(2);
  });

  it('continue after an error of the input', async () => {
    const library = createLibrary();
    const pool = poolOf(library);
    const wrong = failing('CKR_ENCRYPTED_DATA_INVALID', 0x40);
    for (let time = 0; time < 5; time += 1) {
      await expect(
        pool.use(async () => {
          throw wrong;
        }),
      ).rejects.toBe(wrong);
    }
    expect(await pool.use(async () => 'done')).toBe('done');
    // Each failed session is replaced: an operation may still be open in it.
    expect(library.seen).toEqual({ logins: 1, opened: 2 + 5, closed: 5 });
  });
});

describe('a login', () => {
  it('with a wrong PIN is never tried again: tokens lock after a few', async () => {
    const library = createLibrary();
    library.answerLogin(() => {
      throw failing('CKR_PIN_INCORRECT', CKR_PIN_INCORRECT);
    });
    const pool = poolOf(library);
    for (let time = 0; time < 5; time += 1) {
      await expect(pool.use(async () => 'done')).rejects.toMatchObject(unavailable);
    }
    expect(library.seen).toEqual({ logins: 1, opened: 1, closed: 1 });
  });

  it('waits for the token with the label, whatever other tokens there are', async () => {
    const library = createLibrary();
    library.rename('token-2');
    const pool = poolOf(library);
    await expect(pool.use(async () => 'done')).rejects.toMatchObject({
      ...unavailable,
      detail: 'no token has the label token',
    });
    library.rename('token');
    expect(await pool.use(async () => 'done')).toBe('done');
  });
});

describe('a token that does not answer', () => {
  it('has a time limit, after which the call fails; when all sessions are blocked, waiting calls fail too', async () => {
    vi.useFakeTimers();
    const library = createLibrary();
    const pool = poolOf(library);
    const hung = held();
    const uses = [pool.use(hung.work), pool.use(hung.work), pool.use(async () => 'done')];
    const outcomes = Promise.allSettled(uses);
    await vi.advanceTimersByTimeAsync(999);
    await vi.advanceTimersByTimeAsync(1);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await pool.use(async () => 'done')).toBe('done');
    expect(library.seen.opened).toBe(4);
  });

  it('keeps its other sessions, and the blocked one is used again when its call has ended', async () => {
    vi.useFakeTimers();
    const library = createLibrary();
    const pool = poolOf(library);
    const hung = held();
    const late = pool.use(hung.work).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await late).toMatchObject({ ...unavailable, detail: 'no answer in time' });
    expect(await pool.use(async () => 'done')).toBe('done');
    hung.end('late');
    await vi.advanceTimersByTimeAsync(0);
    const both = held();
    const uses = [pool.use(both.work), pool.use(both.work)];
    both.end('done');
    expect(await Promise.all(uses)).toEqual(['done', 'done']);
    expect(library.seen.opened).toBe(2);
  });
});
