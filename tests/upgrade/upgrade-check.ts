/**
 * `npm run upgrade-check [-- VERSION]`: a node of the previous version and one of this version serve one hub on one
 * database and one Valkey while the database is migrated. Logins pass between them in both directions, and none is
 * lost.
 */
import assert from 'node:assert/strict';
import type { openPlatformStore } from '@garance/portal';
import { startInstallation, type TestInstallation, withoutServers } from '../two-nodes/installation.ts';
import { redeem, signIn, userinfo } from '../two-nodes/login.ts';
import { buildPrevious, type PreviousBuild } from './previous-build.ts';

interface Portal {
  readonly openPlatformStore: typeof openPlatformStore;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
let logins = 0;
let steps = 0;

const older = 0;
const newer = 1;
type Which = typeof older | typeof newer;

/**
 * After the provider, a login continues at another node; its code and token are used at the node that the third choice
 * names.
 */
async function login(
  here: TestInstallation,
  [begin, end, use]: readonly [Which, Which, Which],
): Promise<void> {
  here.balancer.route((path) => (/oidc-callback|consent/.test(path) ? end : begin));
  const answer = await redeem(here.nodes[use].origin, await signIn(here.issuer));
  assert.equal(answer.status, 200, await answer.clone().text());
  const { access_token } = (await answer.json()) as { access_token: string };
  assert.equal((await userinfo(here.nodes[begin].origin, access_token)).status, 200);
  logins += 1;
}

async function step(name: string, work: () => Promise<void>): Promise<void> {
  await work();
  steps += 1;
  say(`ok    ${name}`);
}

/** The process reports in one line that it cannot start. */
async function refusesToStart(here: TestInstallation, { main }: PreviousBuild): Promise<void> {
  const refused = here.run(here.hub, {}, main);
  assert.equal((await refused.ended).code, 1);
  const lines = refused.output().trim().split('\n');
  assert.equal(lines.length, 1, refused.output());
  assert.match(lines[0] ?? '', /store\.schema_unknown \(has \d{4}-/);
}

async function check(previous: PreviousBuild): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const here = await startInstallation(stack, { previous: previous.main });
  const succeeds = async (args: readonly string[], main?: string) => {
    const { ended, output } = here.run(args, {}, main);
    assert.deepEqual(await ended, { code: 0, signal: null }, output());
  };
  const both: readonly Which[] = [older, newer];
  const every = both.flatMap((begin) => both.flatMap((end) => both.map((use) => [begin, end, use] as const)));

  await step('the version before alone', async () => {
    await succeeds(['migrate'], previous.main);
    const first = here.run(here.hub, {});
    assert.equal((await first.ended).code, 1);
    assert.match(first.output(), /store\.schema_unknown \(lacks \d{4}-/);
    const { openPlatformStore: open } = (await import(previous.portal)) as Portal;
    await here.publish(await here.openStore(open));
    await here.nodes[older].start();
    await login(here, [older, older, older]);
  });
  await step('goes on while and after the database is migrated', async () => {
    const migrated = succeeds(['migrate']);
    let isMigrated = false;
    migrated.finally(() => {
      isMigrated = true;
    });
    while (!isMigrated) await login(here, [older, older, older]);
    await migrated;
    await login(here, [older, older, older]);
  });
  await step('serves each login together with this version, in every order', async () => {
    await here.nodes[newer].start();
    for (const order of every) await login(here, order);
  });
  await step(
    previous.isTolerant ? 'starts again beside it' : 'is refused with one line if it starts anew',
    async () => {
      if (!previous.isTolerant) return refusesToStart(here, previous);
      here.nodes[older].process().child.kill('SIGTERM');
      await here.nodes[older].process().ended;
      await here.nodes[older].start();
      for (const order of every) await login(here, order);
    },
  );
  await step('every sign-in is recorded once, under the names of both versions', async () => {
    for (const node of here.nodes) {
      node.process().child.kill('SIGTERM');
      assert.deepEqual(await node.process().ended, { code: 0, signal: null });
    }
    for (const table of ['sign_in', 'sign_in_event'])
      assert.equal(await here.database.count(table), logins, table);
  });
}

if (withoutServers !== undefined) {
  say(`upgrade-check: not run: ${withoutServers}`);
  process.exitCode = 1;
} else {
  const previous = buildPrevious(process.argv[2]);
  say(`from ${previous.name}`);
  try {
    await check(previous);
    say(`upgrade-check: ${steps} passed, 0 failed; logins: ${logins} done, 0 failed`);
  } catch (error) {
    process.exitCode = 1;
    say(`FAIL  ${error instanceof Error ? error.stack : error}`);
    say(`upgrade-check: ${steps} passed, 1 failed; logins: ${logins} done, 1 failed`);
  } finally {
    previous.remove();
  }
}
