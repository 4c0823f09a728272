/** Kills or stops a process at chosen instants, through wrapped dependencies: the program itself has no code for it. */
import type { PlatformStore } from '@garance/portal';
import type { OutboxMail } from '@garance/store';

/**
 * - `before-commit`: everything is written, nothing committed
 * - `after-commit`: committed, before any answer
 * - `after-mail`: the mail server has accepted a mail for the first time, which is not recorded yet
 */
export type Instant = 'before-commit' | 'after-commit' | 'after-mail';

interface Armed {
  readonly instant: Instant;
  /** Which occurrence; later ones count as well. */
  readonly nth?: number;
  /** Ends the process as by `kill -9`, or waits for ever until the process is killed. */
  readonly how: 'die' | 'stay';
}

export interface Faults {
  /** Resolves when the process waits at the instant. */
  arm(armed: Armed): Promise<void>;
  /** Later occurrences pass. */
  disarm(instant: Instant): void;
  /** The store, whose transactions may end the process. */
  inStore(store: PlatformStore): PlatformStore;
  /** The delivery of mails, after which the process may end. */
  inDelivery(send: (mail: OutboxMail) => Promise<void>): (mail: OutboxMail) => Promise<void>;
}

export function createFaults(): Faults {
  const armed = new Map<Instant, Armed & { left: number; readonly reached: () => void }>();
  const reach = async (instant: Instant): Promise<void> => {
    const fault = armed.get(instant);
    if (fault === undefined) return;
    fault.left -= 1;
    if (fault.left > 0) return;
    // SIGKILL: no handler runs and no buffer is written.
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
