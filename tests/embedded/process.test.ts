// @module-tag built
/** The command in its own process: its messages when it cannot start, how it stops, and what remains after a kill. */
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MailboxMessage } from '@garance/demo';
import type { RunFile } from '@garance/garance';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { waitForBuild } from '../built.ts';
import { findFreeRange } from '../federation.ts';
import { everyHub, kidsOf, nameOf, signInAtDemoService } from './at-the-federation.ts';
import { type GaranceProcess, type Place, runGarance } from './garance-process.ts';

const stopsWithinMs = 8_000;
const basile = { provider: 'low', login: 'basile', password: 'garance' };
const maelle = { ...basile, login: 'maelle' };

async function newPlace(): Promise<Place> {
  return { dataDir: await mkdtemp(join(tmpdir(), 'garance-process-')), basePort: await findFreeRange() };
}

async function runFileOf({ dataDir }: Place): Promise<RunFile> {
  return JSON.parse(await readFile(join(dataDir, 'run.json'), 'utf8')) as RunFile;
}

/** Output of a command that cannot start. */
async function failsToStart(args: readonly string[], place: Place): Promise<string> {
  const process = runGarance(args, place);
  expect(await process.ended).toEqual({ code: 1, signal: null });
  expect(process.output()).not.toMatch(/^\s+at /m);
  return process.output();
}

beforeAll(waitForBuild);

describe('a running federation', () => {
  let place: Place;
  let garance: GaranceProcess;

  beforeAll(async () => {
    place = await newPlace();
    garance = runGarance(['start'], place);
    await garance.ready();
  });
  afterAll(async () => {
    garance?.child.kill('SIGKILL');
    await garance?.ended;
    await rm(place.dataDir, { recursive: true });
  });

  test('prints addresses and accounts', async () => {
    const run = await runFileOf(place);
    for (const address of [run.portal, run.demoService, run.mailbox])
      expect(garance.output()).toContain(address);
    expect(garance.output()).toContain('basile / garance');
  });

  test.each([[['start']], [['start', '--reset']]])('refuses a second one on its data: %j', async (args) => {
    const other = { ...place, basePort: await findFreeRange() };
    const output = await failsToStart(args, other);
    expect(output).toContain('Another process works on this data directory');
    expect(output).toContain(place.dataDir);
    expect(await signInAtDemoService(await runFileOf(place), basile)).toMatch(/v1$/);
  });

  test('refuses a second one on its ports, which names the port and a remedy, and leaves its data', async () => {
    const other = { ...(await newPlace()), basePort: place.basePort };
    const kept = join(other.dataDir, 'master.key');
    await writeFile(kept, 'kept');
    const output = await failsToStart(['start', '--reset'], other);
    expect(output).toMatch(new RegExp(`Port ${place.basePort} .* is taken`));
    expect(output).toContain('GARANCE_PORT=');
    expect(await readFile(kept, 'utf8')).toBe('kept');
    await rm(other.dataDir, { recursive: true });
  });

  test('publishes new keys beside the old ones on the command to rotate', async () => {
    const run = await runFileOf(place);
    const before = await Promise.all(everyHub.map((hub) => kidsOf(run, hub)));
    const rotate = runGarance(['keys', 'rotate'], place);
    expect(await rotate.ended).toEqual({ code: 0, signal: null });
    for (const [index, hub] of everyHub.entries()) {
      const after = await kidsOf(run, hub);
      expect(after, nameOf(hub)).toEqual(expect.arrayContaining([...(before[index] ?? [])]));
      const added = after.filter((kid) => !before[index]?.includes(kid));
      expect(added, nameOf(hub)).not.toEqual([]);
      for (const kid of added) expect(rotate.output()).toContain(kid);
    }
    expect(await signInAtDemoService(run, basile)).toMatch(/v1$/);
  });

  test('resets the second factors of an account on command, records it, and mails the person', async () => {
    const email = 'exploitation-1@garance.example';
    const reset = runGarance(['accounts', 'reset-second-factor', email, 'Téléphone', 'perdu'], place);
    expect(await reset.ended).toEqual({ code: 0, signal: null });
    expect(reset.output()).toContain(email);
    const { mailbox } = await runFileOf(place);
    await vi.waitFor(
      async () => {
        const answer = await fetch(`${mailbox}/api/messages?${new URLSearchParams({ q: email })}`);
        expect(await answer.text()).toContain('réinitialisés');
      },
      { timeout: 20_000 },
    );
    const verify = runGarance(['audit', 'verify'], place);
    expect(await verify.ended).toEqual({ code: 0, signal: null });
    expect(verify.output()).toContain('The audit log holds');
  });

  test('gives the operator role on command, and compares the audit log with a head exported before', async () => {
    const email = 'assistance@garance.example';
    const exports = join(place.dataDir, 'audit-exports');
    const [exported = ''] = await vi.waitFor(async () => {
      const files = await readdir(exports);
      expect(files).toHaveLength(1);
      return files;
    });
    const grant = runGarance(['accounts', 'grant-operator', email, 'Équipe', 'réduite'], place);
    expect(await grant.ended).toEqual({ code: 0, signal: null });
    expect(grant.output()).toContain(`${email} is an operator now`);
    const file = join(exports, exported);
    const verify = runGarance(['audit', 'verify', file], place);
    expect(await verify.ended).toEqual({ code: 0, signal: null });
    expect(verify.output()).toContain('The audit log holds');
    const forged = join(place.dataDir, 'forged.jwt');
    await writeFile(forged, `${(await readFile(file, 'utf8')).trim().slice(0, -4)}AAAA`);
    expect(await failsToStart(['audit', 'verify', forged], place)).toContain('support.audit_head_unreadable');
    expect(await readFile(join(place.dataDir, 'audit-heads'), 'utf8')).toMatch(/^\d+ [0-9a-f]{64}$/m);
  });

  test('reports an address without an account', async () => {
    const output = await failsToStart(
      ['accounts', 'reset-second-factor', 'personne@ailleurs.example'],
      place,
    );
    expect(output).toContain('Nobody in the partner space has the address personne@ailleurs.example');
  });

  /** Facts that must not change. */
  const facts = async (at: Place) => {
    const run = await runFileOf(at);
    const kids = await Promise.all(everyHub.map((hub) => kidsOf(run, hub)));
    return { kids, clients: run.clients, sub: await signInAtDemoService(run, maelle) };
  };

  test('killed, it starts again with the same keys, secrets and persons', async () => {
    const before = await facts(place);
    garance.child.kill('SIGKILL');
    expect(await garance.ended).toEqual({ code: null, signal: 'SIGKILL' });
    garance = runGarance(['start'], place);
    await garance.ready();
    expect(await facts(place)).toEqual(before);
    // Waits until both sign-ins are mailed, so that nothing is left to send when it stops.
    const { mailbox } = await runFileOf(place);
    await vi.waitFor(
      async () => {
        const answer = await fetch(`${mailbox}/api/messages?${new URLSearchParams({ q: maelle.login })}`);
        const mails = (await answer.json()) as readonly MailboxMessage[];
        expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(2);
      },
      // A mail that was on its way at the kill is sent again when its lease ends, after two minutes.
      { timeout: 180_000 },
    );
  });

  let backedUp: Awaited<ReturnType<typeof facts>>;
  test('is backed up while it runs, once into each directory', async () => {
    const directory = join(place.dataDir, 'backup');
    const backup = runGarance(['backup', directory], place);
    expect(await backup.ended).toEqual({ code: 0, signal: null });
    expect(await failsToStart(['backup', directory], place)).toContain('is not empty');
    backedUp = await facts(place);
  });

  test('stops in an orderly way on SIGTERM, soon, with exit code 0', async () => {
    const began = performance.now();
    garance.child.kill('SIGTERM');
    expect(await garance.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(stopsWithinMs);
    expect(garance.output()).not.toMatch(/error/i);
  });

  test('fault 10: its backup, restored elsewhere, is the same federation', async () => {
    const elsewhere = { ...(await newPlace()), basePort: place.basePort };
    const directory = join(place.dataDir, 'backup');
    expect(await failsToStart(['restore', directory], elsewhere)).toContain('master.key is missing');
    await copyFile(join(place.dataDir, 'master.key'), join(elsewhere.dataDir, 'master.key'));
    const restore = runGarance(['restore', directory], elsewhere);
    expect(await restore.ended, restore.output()).toEqual({ code: 0, signal: null });
    garance = runGarance(['start'], elsewhere);
    await garance.ready();
    expect(await facts(elsewhere)).toEqual(backedUp);
    const verify = runGarance(['audit', 'verify'], elsewhere);
    expect(await verify.ended).toEqual({ code: 0, signal: null });
    garance.child.kill('SIGTERM');
    await garance.ended;
    await rm(elsewhere.dataDir, { recursive: true });
  });
});
