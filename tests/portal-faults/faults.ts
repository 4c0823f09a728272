/** Where a process dies: by what is passed to it, so that the program itself knows nothing of it. */
import type { PlatformStore } from '@garance/portal';
import type { OutboxMail } from '@garance/store';

/**
 * - `before-commit`: everything is written, nothing committed
 * - `after-commit`: committed, and nobody told
 * - `after-mail`: the mail server has taken a mail for the first time, and it is not noted
 */
export type Instant = 'before-commit' | 'after-commit' | 'after-mail';

interface Armed {
  readonly instant: Instant;
  /** Which of several that come; the ones after it count as well. */
  readonly nth?: number;
  /** Dies there as by `kill -9`, or stays there for ever: until something else kills the process. */
  readonly how: 'die' | 'stay';
}

export interface Faults {
  /** Resolves when somebody stays at the instant. */
  arm(armed: Armed): Promise<void>;
  /** Lets pass who comes from now on. */
  disarm(instant: Instant): void;
  /** The same store, whose transactions may be the end. */
  inStore(store: PlatformStore): PlatformStore;
  /** The same delivery, after which may be the end. */
  inDelivery(send: (mail: OutboxMail) => Promise<void>): (mail: OutboxMail) => Promise<void>;
}

export function createFaults(): Faults {
  const armed = new Map<Instant, Armed & { left: number; readonly reached: () => void }>();
  const reach = async (instant: Instant): Promise<void> => {
    const fault = armed.get(instant);
    if (fault === undefined) return;
    fault.left -= 1;
    if (fault.left > 0) return;
    // No handler runs, no buffer is written out.
    if (fault.how === 'die') process.kill(process.pid, 'SIGKILL');
    fault.reached();
    await new Promise(() => {});
  };
  return {
    arm: (fault) =>
      new Promise((reached) => {
        armed.set(fault.instant, { ...fault, left: fault.nth ?? 1, reached });
      }),
    disarm: (instant) => {
      armed.delete(instant);
    },
    inStore: (store) => ({
      ...store,
      portal: {
        ...store.portal,
        transaction: async (work) => {
          const done = await store.portal.transaction(async (tables) => {
            const value = await work(tables);
            await reach('before-commit');
            return value;
          });
          await reach('after-commit');
          return done;
        },
      },
    }),
    inDelivery: (send) => async (mail) => {
      await send(mail);
      if (mail.attempt === 1) await reach('after-mail');
    },
  };
}
