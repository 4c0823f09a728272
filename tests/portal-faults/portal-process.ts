/** The partner space on a data directory, in a process that ends by `kill -9`; its parent tells it what to do. */

import { createSmtpDelivery } from '@garance/hub';
import { buildPlatformStore, platformMigrations } from '@garance/portal';
import { createTestPortal, type TestPortal } from '@garance/portal/testing';
import { testDatapassSecret } from '@garance/portal/testing/datapass';
import type { DatabaseConnection } from '@garance/store';
import { createOutboxWorker, messageIdFor } from '@garance/store';
import { connectPglite } from '@garance/store/testing';
import { createFaults, type Faults } from './faults.ts';
import { operationNamed } from './operations/all.ts';
import type { Subject } from './operations/operation.ts';
import { findContradictions, fingerprint } from './wholeness.ts';

/** What a look at the database shows. */
export interface Look {
  readonly state: string;
  readonly contradictions: readonly string[];
  readonly tables: Readonly<Record<string, string>>;
  /** Message-IDs of the mails that wait. */
  readonly waiting: readonly string[];
}

export interface Commands {
  open(payload: { directory: string; smtpPort: number; generation: number }): Promise<void>;
  prepare(payload: { names: readonly string[] }): Promise<Readonly<Record<string, Subject>>>;
  look(payload: { name: string; subject: Subject }): Promise<Look>;
  /** Carries the operation out as far as its commit, and never answers. */
  commit(payload: { name: string; subject: Subject }): Promise<void>;
  /** Carries the operation out and dies before its commit. */
  die(payload: { name: string; subject: Subject }): Promise<void>;
  /** Hands every mail that waits to the mail server; whether it was is noted of repeated mails alone. */
  deliver(): Promise<void>;
}

/** Shorter than the time between two generations: whoever is killed holds nothing back. */
const leaseSeconds = 5;
const generationMs = 10_000;

interface Opened {
  readonly portal: TestPortal;
  readonly connection: DatabaseConnection;
  readonly faults: Faults;
  deliver(): Promise<void>;
}

async function open({ directory, smtpPort, generation }: Parameters<Commands['open']>[0]): Promise<Opened> {
  const connection = await connectPglite(directory, platformMigrations);
  const faults = createFaults();
  const portal = await createTestPortal({
    config: { datapassSecret: testDatapassSecret },
    openStore: async (settings) => {
      settings.clock.advance(generation * generationMs);
      return faults.inStore(buildPlatformStore(connection, settings));
    },
  });
  const delivery = createSmtpDelivery({
    url: `smtp://127.0.0.1:${smtpPort}`,
    from: 'ne-pas-repondre@garance.example',
    timeoutMs: 10_000,
  });
  const taken: string[] = [];
  const worker = createOutboxWorker({
    outbox: portal.store.outbox,
    send: faults.inDelivery(async (mail) => {
      await delivery.send(mail);
      taken.push(mail.id);
    }),
    clock: portal.clock,
    logger: portal.deps.logger,
    leaseSeconds,
    batch: 1000,
  });
  return {
    portal,
    connection,
    faults,
    deliver: async () => {
      const waiting = await connection.db.selectFrom('outbox_mail').select('id').execute();
      void faults.arm({ instant: 'after-mail', how: 'stay' });
      void worker.drainOnce();
      await until(async () => waiting.every(({ id }) => taken.includes(id)));
      const repeated = connection.db.selectFrom('outbox_mail').select('id').where('attempt', '>', 1);
      await until(async () => (await repeated.execute()).length === 0);
    },
  };
}

async function until(fits: () => Promise<boolean>): Promise<void> {
  const patientUntil = performance.now() + 30_000;
  while (!(await fits())) {
    if (performance.now() > patientUntil) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

let opened: Opened | undefined;

function running(): Opened {
  if (opened === undefined) throw new Error('not opened');
  return opened;
}

const commands: Commands = {
  open: async (place) => {
    opened = await open(place);
  },
  prepare: async ({ names }) => {
    const { portal } = running();
    const subjects: Record<string, Subject> = {};
    for (const { name, prepare, begin } of names.map(operationNamed)) {
      const subject = await prepare(portal);
      // Looked at once: what a page makes ready when it is opened is there before.
      await begin(portal, subject);
      subjects[name] = subject;
    }
    await portal.mails();
    return subjects;
  },
  look: async ({ name, subject }) => {
    const { portal, connection } = running();
    const rows = await connection.db.selectFrom('outbox_mail').select('id').execute();
    return {
      state: await operationNamed(name).state(portal.store.portal, subject),
      contradictions: await findContradictions(connection, portal.store.portal.audit),
      tables: await fingerprint(connection),
      waiting: rows.map(({ id }) => messageIdFor(id, 'garance.invalid')),
    };
  },
  commit: async ({ name, subject }) => {
    const { portal, faults } = running();
    const operation = operationNamed(name);
    const send = await operation.begin(portal, subject);
    const reached = faults.arm({ instant: 'after-commit', nth: operation.transactions ?? 1, how: 'stay' });
    await Promise.race([reached, outlived(send())]);
    faults.disarm('after-commit');
  },
  die: async ({ name, subject }) => {
    const { portal, faults } = running();
    const operation = operationNamed(name);
    const send = await operation.begin(portal, subject);
    void faults.arm({ instant: 'before-commit', nth: operation.transactions ?? 1, how: 'die' });
    await outlived(send());
  },
  deliver: () => running().deliver(),
};

async function outlived(sent: Promise<{ readonly status: number }>): Promise<never> {
  throw new Error(`answered ${(await sent).status} without coming to its commit`);
}

export interface Call {
  readonly command: keyof Commands;
  readonly payload: unknown;
}
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

async function answer({ command, payload }: Call): Promise<Answer> {
  try {
    return { ok: true, value: await commands[command](payload as never) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', async (call: Call) => {
  process.send?.(await answer(call));
});
process.on('disconnect', () => process.exit(0));
