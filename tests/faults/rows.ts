/** The faults: what is done, what may fail meanwhile, and what must hold afterwards. */
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '@garance/store/testing';
import { moveSlots } from './cluster-slots.ts';
import { clockFile, withFakeClock, withoutFakeClock } from './fake-clock.ts';
import type { Allowance } from './judge.ts';
import { keepCodes } from './load.ts';
import { type Check, checks, isReady } from './row-checks.ts';
import { dumpDatabase, registrationAt, type Scene } from './scene.ts';

export interface Fault {
  readonly name: string;
  /** Line of “Faults” of the list of what must not be lost. */
  readonly line: number;
  readonly says: string;
  /** In a quick run, too. */
  readonly quick?: boolean;
  /** Why it cannot be done here. */
  cannot?(scene: Scene): string | undefined;
  /** Before the load. */
  prepare?(scene: Scene): Promise<void>;
  strike(scene: Scene): Promise<void>;
  /** Seconds between strike and healing, in a whole and in a quick run. */
  readonly lasts: readonly [whole: number, quick: number];
  heal?(scene: Scene): Promise<void>;
  /** Seconds of load after the healing; default 4. */
  readonly after?: number;
  readonly allows: Allowance;
  /** Sign-ins and mails that may be missing: those that a dead node had not written yet, or that a wrong clock delays. */
  readonly mayLose?: number;
  readonly holds?: readonly Check[];
}

const host = '127.0.0.1';

/** While a shard has no primary, or a store does not answer. */
const storeAway = ['store.unavailable', 'temporarily_unavailable', 'proxy.no_node'];
/** Logins whose in-flight data are gone end with a page or an error that says so. */
const inflightLost = [...storeAway, 'interaction.expired', 'token.code_unknown'];
const registerAway = ['register.unavailable', 'temporarily_unavailable'];
/** By a clock that is minutes off, lives have ended or not begun, and providers' answers are too old or too new. */
const judgedByAWrongClock = [
  ...inflightLost,
  'token.unverifiable',
  'choice.again',
  'replay.token_alive',
  'token.access_token_invalid',
];
/** On plus a sign-in that is not durable does not happen. */
const withoutDatabase: Allowance = {
  refusedOnPlus: { codes: ['store.unavailable', 'temporarily_unavailable'], until: ['healing', 5_000] },
};

const restart = async (scene: Scene, index: 0 | 1, variables: Readonly<Record<string, string>> = {}) => {
  const node = scene.here.nodes[index];
  node.process().child.kill('SIGTERM');
  const { code } = await node.process().ended;
  if (code !== 0) throw new Error(`a node that was told to end ended with ${code}`);
  await node.start(variables);
  await isReady(node);
  await checks.isInRotation(scene, index);
};

const signalAll = (scene: Scene, signal: NodeJS.Signals) => {
  for (const server of scene.cluster.nodes) server.kill(signal);
};

/** The primary at this place of the first three, whoever it is now. */
const primaryOf = async ({ cluster }: Scene, place: 0 | 1 | 2) => {
  const roles = await Promise.all(cluster.nodes.map((server) => server.command('ROLE')));
  const primaries = cluster.nodes.filter((_, index) => roles[index]?.startsWith('master'));
  const found = primaries[place];
  if (found === undefined) throw new Error('the cluster has no three primaries');
  return found;
};

const keptCodes = 40;

const gateRow = (
  whose: 'register' | 'provider',
  behaviour: 'slow' | 'hanging' | 'rubbish',
  more: Partial<Fault>,
): Fault => {
  const gateOf = ({ here, providers }: Scene) => (whose === 'register' ? here.gate : providers.b.gate);
  const owner = whose === 'register' ? 'the civil register' : 'a provider';
  return {
    name: `${whose}-${behaviour}`,
    line: whose === 'register' ? 6 : 5,
    says: { slow: `${owner} takes a second`, hanging: `${owner} hangs`, rubbish: `${owner} answers rubbish` }[
      behaviour
    ],
    strike: async (scene) => gateOf(scene).behave(behaviour),
    lasts: [10, 6],
    heal: async (scene) => gateOf(scene).behave(undefined),
    // Of a provider that is out of order the citizen comes back to the choice, and signs in with the other one.
    allows: {},
    ...more,
  };
};

/** The circuit is closed again by the first look-up after 15 s. */
const registerRefuses: Allowance = { refused: { codes: registerAway, until: ['healing', 17_000] } };

const clockRow = (name: string, seconds: number, quick = false): Fault => ({
  name,
  line: 7,
  says: `the clock of a node goes ${Math.abs(seconds / 60)} minutes ${seconds > 0 ? 'ahead' : 'behind'}`,
  quick,
  cannot: () => withoutFakeClock,
  prepare: async (scene) => {
    await writeFile(clockFile(scene), '+0');
    await restart(scene, 1, withFakeClock(scene));
  },
  strike: async (scene) => {
    await writeFile(clockFile(scene), seconds > 0 ? `+${seconds}` : String(seconds));
    await until(async () =>
      (await checks.readinessOf(scene, 1)).checks.clock === 'failing' ? true : undefined,
    );
    scene.world.unreached.add('b');
  },
  lasts: [6, 4],
  heal: async (scene) => {
    await writeFile(clockFile(scene), '+0');
    await isReady(scene.here.nodes[1]);
    await checks.isInRotation(scene, 1);
    scene.world.unreached.delete('b');
  },
  // Until the proxy has seen it, the node takes logins, and judges them by its clock.
  allows: { refused: { codes: judgedByAWrongClock, until: ['strike', 5_000] } },
  mayLose: 60,
  holds: [checks.leftTheRotation],
});

export const faults: readonly Fault[] = [
  {
    name: 'hub-killed',
    line: 1,
    says: 'a hub is killed with -9',
    quick: true,
    strike: async ({ here }) => {
      here.nodes[0].process().child.kill('SIGKILL');
      await here.nodes[0].process().ended;
    },
    lasts: [6, 4],
    heal: async ({ here }) => here.nodes[0].start().then(() => isReady(here.nodes[0])),
    allows: { cutAt: 'a' },
    mayLose: 3,
  },
  {
    name: 'rolling-restart',
    line: 4,
    says: 'both hubs are told to end and started again, one by one',
    quick: true,
    strike: async (scene) => {
      await restart(scene, 0);
      await restart(scene, 1);
    },
    lasts: [1, 0],
    allows: {},
  },
  {
    name: 'key-rotation',
    line: 4,
    says: 'the keys of the hubs are rotated',
    quick: true,
    strike: async ({ here }) => {
      const rotate = here.run(['keys', 'rotate']);
      if ((await rotate.ended).code !== 0) throw new Error(rotate.output());
    },
    lasts: [6, 3],
    allows: {},
    holds: [checks.sameKeys],
  },
  {
    name: 'configuration-published',
    line: 4,
    says: 'registrations are published with another redirect URI',
    quick: true,
    strike: async ({ store }) => {
      for (let service = 0; service < 5; service += 1) {
        const registration = registrationAt('standard', service);
        const redirectUris = [...registration.redirectUris, checks.addedRedirectUri];
        await store.registrations.publish({ ...registration, redirectUris });
      }
    },
    lasts: [4, 3],
    allows: {},
    holds: [checks.addedUriIsKnown],
  },
  {
    name: 'valkey-primary-killed',
    line: 3,
    says: 'a primary is killed whose replicas have not heard of the last second, in which codes were redeemed',
    quick: true,
    // Codes that the replicas still have when they are redeemed.
    prepare: async (scene) => {
      scene.redeemKept = await keepCodes(scene.hubs, scene.world, keptCodes);
    },
    strike: async (scene) => {
      const primary = await primaryOf(scene, 0);
      // Nothing reaches its replicas any more, nor may they come back; whether it takes writes then is left to `WAIT` alone.
      await primary.together(
        ['CONFIG', 'SET', 'min-replicas-to-write', '0'],
        ['CONFIG', 'SET', 'requirepass', 'cut'],
        ['CLIENT', 'KILL', 'TYPE', 'replica'],
      );
      scene.redeemKept();
      await wait(1_000);
      primary.kill('SIGKILL');
      await primary.exited;
      await checks.clusterIsWhole(scene, primary);
      await scene.codes.replayRecent(20_000);
    },
    lasts: [2, 1],
    heal: async (scene) => {
      for (const server of scene.cluster.nodes)
        if ((await server.command('PING')) !== 'PONG') await server.restart();
      await checks.everyPrimaryHasReplicas(scene);
    },
    allows: {
      refused: {
        codes: [...storeAway, 'token.code_unknown', 'interaction.expired'],
        until: ['healing', 3_000],
      },
    },
  },
  {
    name: 'valkey-slots-moved',
    line: 3,
    says: 'slots of the cluster move to another primary',
    strike: async (scene) =>
      moveSlots(scene.cluster.nodes, await primaryOf(scene, 1), await primaryOf(scene, 2)),
    lasts: [2, 1],
    allows: {
      refused: { codes: ['store.unavailable', 'temporarily_unavailable'], until: ['healing', 1_000] },
    },
  },
  {
    name: 'valkey-emptied',
    line: 3,
    says: 'every server of the cluster is killed and comes back empty',
    strike: async (scene) => {
      signalAll(scene, 'SIGKILL');
      await Promise.all(scene.cluster.nodes.map(({ exited }) => exited));
    },
    lasts: [1, 1],
    heal: async (scene) => {
      await Promise.all(scene.cluster.nodes.map((server) => server.restart()));
      await checks.everyPrimaryHasReplicas(scene);
      for (const node of scene.here.nodes) await isReady(node);
    },
    after: 8,
    allows: { refused: { codes: inflightLost, until: ['healing', 4_000] } },
  },
  {
    name: 'valkey-unreachable',
    line: 3,
    says: 'no server of the cluster answers',
    strike: async (scene) => signalAll(scene, 'SIGSTOP'),
    lasts: [30, 8],
    heal: async (scene) => {
      signalAll(scene, 'SIGCONT');
      await checks.everyPrimaryHasReplicas(scene);
      for (const node of scene.here.nodes) await isReady(node);
    },
    after: 8,
    allows: { refused: { codes: inflightLost, until: ['healing', 4_000] } },
  },
  {
    name: 'postgres-stopped',
    line: 2,
    says: 'PostgreSQL is away for 30 s (8 s in a quick run)',
    quick: true,
    strike: ({ databases }) => databases.primary.kill(),
    lasts: [30, 8],
    heal: ({ databases }) => databases.primary.restart(),
    allows: withoutDatabase,
  },
  {
    name: 'postgres-hanging',
    line: 2,
    says: 'PostgreSQL takes connections and answers nothing',
    strike: async ({ databases }) => databases.wire.hang(),
    lasts: [10, 8],
    heal: async ({ databases }) => databases.wire.restore(),
    allows: withoutDatabase,
  },
  {
    name: 'disk-full',
    line: 8,
    says: 'the disk of PostgreSQL is full',
    cannot: ({ databases }) => databases.disk.reason,
    strike: ({ databases }) => databases.disk.fill(),
    lasts: [20, 8],
    heal: async ({ databases }) => {
      await databases.disk.empty();
      await databases.primary.restart();
    },
    allows: withoutDatabase,
  },
  gateRow('register', 'slow', {}),
  gateRow('register', 'hanging', { allows: registerRefuses, after: 20 }),
  gateRow('register', 'rubbish', {
    // An answer that is not understood is an answer: it ends the login and opens no circuit (spec/identity).
    allows: { refused: { codes: ['register.invalid_request'], until: ['healing', 1_000] } },
    quick: true,
  }),
  gateRow('provider', 'slow', {}),
  gateRow('provider', 'hanging', {}),
  gateRow('provider', 'rubbish', { quick: true }),
  {
    name: 'mail-server-away',
    line: 8,
    says: 'the mail server is away, and the worker is killed meanwhile',
    quick: true,
    strike: async ({ mail, here }) => {
      await mail.leave();
      here.worker.process().child.kill('SIGKILL');
      await here.worker.process().ended;
    },
    lasts: [10, 4],
    heal: async (scene) => {
      const { mail, here } = scene;
      scene.kept.set('PostgreSQL with mails that wait', await dumpDatabase(scene));
      await mail.comeBack();
      await here.worker.start();
    },
    allows: {},
    holds: [checks.mailsLeft],
  },
  clockRow('clock-ahead', 300, true),
  clockRow('clock-behind', -300),
  {
    name: 'standby-promoted',
    line: 2,
    says: 'PostgreSQL dies, and its standby takes its place behind the proxy',
    quick: true,
    strike: async ({ databases }) => databases.primary.kill(),
    lasts: [5, 3],
    heal: async ({ databases }) => {
      await databases.standby.run('select pg_promote(true, 30)');
      databases.wire.lead({ host, port: databases.standby.port });
    },
    allows: withoutDatabase,
    holds: [checks.databaseWrites],
  },
];
