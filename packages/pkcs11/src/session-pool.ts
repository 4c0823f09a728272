/**
 * Logged-in sessions of one token. A session does one operation at a time; calls wait while all are busy. After a token
 * was unavailable it is logged into again; a refused PIN is never tried again, since tokens lock after a few attempts.
 */
import { GaranceError } from '@garance/core';
import {
  CKF_RW_SESSION,
  CKF_SERIAL_SESSION,
  CKR_PIN_INCORRECT,
  CKR_PIN_LOCKED,
  CKR_USER_ALREADY_LOGGED_IN,
  CKU_USER,
  type Cryptoki,
  type Handle,
  isLost,
  nameOf,
  returnCodeOf,
} from './cryptoki.ts';

export interface PoolSettings {
  readonly tokenLabel: string;
  readonly pin: string;
  /** Operations that the token does concurrently. */
  readonly sessions: number;
  /** Milliseconds of one use, counted from when a session is free. */
  readonly callTimeoutMs: number;
}

/** A login; handles of objects found in it are invalid in another one. */
export interface TokenLogin {
  readonly cryptoki: Cryptoki;
  readonly objects: Map<string, Handle>;
}

type Work<T> = (session: Handle, login: TokenLogin) => Promise<T>;

export interface SessionPool {
  /**
   * @throws GaranceError `keys.token_unavailable` when the token is unavailable twice in a row; otherwise the error of
   * `work`
   */
  use<T>(work: Work<T>): Promise<T>;
  close(): void;
}

const sessionFlags = CKF_SERIAL_SESSION | CKF_RW_SESSION;

interface Waiting {
  resolve(session: Handle): void;
  reject(error: unknown): void;
}

interface Login extends TokenLogin {
  readonly slot: Handle;
  readonly all: Set<Handle>;
  readonly idle: Handle[];
  readonly waiting: Waiting[];
  /** Number of sessions whose call did not end in time: it cannot be cancelled. */
  late: number;
}

export function createSessionPool(load: () => Cryptoki, settings: PoolSettings): SessionPool {
  let current: Login | undefined;
  let refusedPin: string | undefined;
  const login = (): Login => {
    if (refusedPin !== undefined) throw unavailable(`${refusedPin}, not tried again`);
    try {
      current ??= logIn(load(), settings);
    } catch (error) {
      const code = returnCodeOf(error);
      if (code === CKR_PIN_INCORRECT || code === CKR_PIN_LOCKED) refusedPin = nameOf(error);
      throw error instanceof GaranceError ? error : unavailable(nameOf(error), error);
    }
    return current;
  };
  const forget = (lost: Login) => {
    if (current === lost) current = undefined;
  };
  const once = async <T>(work: Work<T>): Promise<T> => {
    const opened = login();
    const session = await take(opened);
    const running = work(session, opened);
    let isLate = false;
    const ended = (next: Handle) => {
      if (isLate) opened.late -= 1;
      give(opened, next);
    };
    running.then(
      () => ended(session),
      () => ended(renew(opened, session)),
    );
    try {
      return await within(settings.callTimeoutMs, running, () => {
        isLate = true;
        opened.late += 1;
        if (opened.late < settings.sessions) return;
        forget(opened);
        for (const { reject } of opened.waiting.splice(0)) reject(unavailable('every session is held up'));
      });
    } catch (error) {
      if (isLost(error)) {
        forget(opened);
        closeAll(opened);
      }
      throw error;
    }
  };
  return {
    use: async (work) => {
      try {
        return await once(work);
      } catch (error) {
        if (!isLost(error)) throw error;
        return once(work).catch((again: unknown) => {
          throw isLost(again) ? unavailable(nameOf(again), again) : again;
        });
      }
    },
    close: () => {
      if (current === undefined) return;
      closeAll(current);
      forget(current);
    },
  };
}

async function take({ idle, waiting }: Login): Promise<Handle> {
  return idle.pop() ?? new Promise<Handle>((resolve, reject) => waiting.push({ resolve, reject }));
}

/**
 * A failed call may have left an operation open in its session, which then refuses every other one
 * (CKR_OPERATION_ACTIVE).
 */
function renew(opened: Login, session: Handle): Handle {
  const { cryptoki, slot, all } = opened;
  try {
    // Opened before the other one is closed: closing the last session would end the login.
    const fresh = cryptoki.C_OpenSession(slot, sessionFlags);
    all.add(fresh).delete(session);
    cryptoki.C_CloseSession(session);
    return fresh;
  } catch {
    // The token is unavailable: the next use will find out.
    return session;
  }
}

function give({ idle, waiting }: Login, session: Handle): void {
  const next = waiting.shift();
  if (next === undefined) idle.push(session);
  else next.resolve(session);
}

function logIn(cryptoki: Cryptoki, { tokenLabel, pin, sessions }: PoolSettings): Login {
  const slot = cryptoki
    .C_GetSlotList(true)
    .find((slot) => cryptoki.C_GetTokenInfo(slot).label.trimEnd() === tokenLabel);
  if (slot === undefined) throw unavailable(`no token has the label ${tokenLabel}`);
  const open = () => cryptoki.C_OpenSession(slot, sessionFlags);
  const first = open();
  try {
    // Valid for all sessions of this process.
    cryptoki.C_Login(first, CKU_USER, pin);
  } catch (error) {
    if (returnCodeOf(error) !== CKR_USER_ALREADY_LOGGED_IN) {
      closeAll({ cryptoki, all: [first] });
      throw error;
    }
  }
  const all = [first, ...Array.from({ length: sessions - 1 }, open)];
  return { cryptoki, slot, objects: new Map(), all: new Set(all), idle: all, waiting: [], late: 0 };
}

function closeAll({ cryptoki, all }: { readonly cryptoki: Cryptoki; readonly all: Iterable<Handle> }): void {
  for (const session of all) {
    try {
      cryptoki.C_CloseSession(session);
    } catch {
      // The session was lost with the token.
    }
  }
}

async function within<T>(milliseconds: number, work: Promise<T>, onLate: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      onLate();
      reject(unavailable('no answer in time'));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function unavailable(detail: string, cause?: unknown): GaranceError {
  return new GaranceError('keys.token_unavailable', { detail, ...(cause !== undefined && { cause }) });
}
