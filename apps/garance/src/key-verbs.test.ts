import { randomBytes } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { ensureHubKeys, type KeyCustody, softwareKeys } from '@garance/hub';
import { buildPlatformStore, type PlatformStore, type PortalDeps, platformMigrations } from '@garance/portal';
import { createVault, type DatabaseConnection } from '@garance/store';
import { leaseDatabase } from '@garance/store/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from './embedded/usage-error.ts';
import { keyVerbs } from './key-verbs.ts';
import { runKeys } from './keys-command.ts';

const hubs = [
  { platform: 'standard', environment: 'production' },
  { platform: 'plus', environment: 'production' },
] as const;
const clock = createManualClock(Date.UTC(2026, 10, 30));
const dayMs = 24 * 3600 * 1000;
const [former, next] = [randomBytes(32), randomBytes(32)];
let connection: DatabaseConnection;
let store: PlatformStore;

/** P-256 for every use: these tests use no key, and RSA keys take long to create. */
const quickKeys: KeyCustody = {
  ...softwareKeys,
  make: (hub) => softwareKeys.make(hub, { use: 'sig', alg: 'ES256' }),
};

beforeEach(async () => {
  connection = await leaseDatabase(platformMigrations);
  store = buildPlatformStore(connection, { vault: createVault(former), clock });
  await store.portal.audit.begin(clock.now());
  for (const hub of hubs) await ensureHubKeys({ hub, store: store.hubKeys, custody: quickKeys, clock });
});
afterEach(() => store.close());

/** Output of `garance keys …`. */
async function outputOf(
  args: readonly string[],
  keys: { current: Uint8Array; other?: Uint8Array } = { current: former },
) {
  const opened = buildPlatformStore(connection, { vault: createVault(keys.current, keys.other), clock });
  const partnerSpace = {
    config: { attachments: { kind: 'database' } },
    vault: createVault(keys.current),
    clock,
    store: opened,
  };
  const verbs = keyVerbs({
    hubs,
    store: opened,
    custody: quickKeys,
    masterKeys: keys,
    clock,
    partnerSpace: partnerSpace as unknown as PortalDeps,
  });
  let text = '';
  await runKeys(
    async (verb, body) => verbs[verb]?.(body),
    args,
    (more) => {
      text += more;
    },
  );
  return text;
}

const actions = async () => {
  const entries = await store.portal.audit.list({ limit: 20 });
  return entries.map(({ actor, action, objectId }) => `${actor} ${action} ${objectId}`);
};

describe('garance keys', () => {
  it('rotates every hub or one, lists the keys, and records each act in the audit log', async () => {
    expect(await outputOf(['rotate'])).toMatch(
      /^standard\/production: 5 new keys, .+\nplus\/production: 4 new keys, .+\n$/,
    );
    expect(await outputOf(['rotate', 'plus/production'])).toMatch(/^plus\/production: 4 new keys, .+\n$/);
    const lines = (await outputOf(['list'])).trimEnd().split('\n');
    expect(lines).toHaveLength(10 + 12);
    const since = (ms: number) => new Date(ms).toISOString();
    expect(
      lines.filter((line) => line.includes(` active since ${since(clock.now())} in database`)),
    ).toHaveLength(9);
    expect(
      lines.filter((line) => line.includes(` upcoming since ${since(clock.now() + 660_000)}`)),
    ).toHaveLength(13);
    expect(await actions()).toEqual(
      expect.arrayContaining([
        'command-line hub-keys.rotated standard/production',
        'command-line hub-keys.rotated plus/production',
      ]),
    );
  });

  it('destroys keys past their life, and names them', async () => {
    await outputOf(['rotate', 'plus/production']);
    expect(await outputOf(['destroy'])).toBe(
      'standard/production: 0 keys destroyed\nplus/production: 0 keys destroyed\n',
    );
    clock.advance(8 * dayMs);
    expect(await outputOf(['destroy'])).toMatch(
      /^standard\/production: 0 keys destroyed\nplus\/production: 4 keys destroyed (?:[\w-]{43} ?){4}\n$/,
    );
  });

  it('replaces the keys of one hub at once, with a reason', async () => {
    const before = await store.hubKeys.list(hubs[1]);
    const text = await outputOf(['replace', 'plus/production', 'found', 'on', 'a', 'laptop']);
    expect(text).toMatch(/^plus\/production: 4 new keys, .+\nplus\/production: 4 former keys destroyed\n$/);
    const after = await store.hubKeys.list(hubs[1]);
    expect(after.every(({ activeFromMs }) => activeFromMs === clock.now())).toBe(true);
    expect(after.filter(({ kid }) => before.some((key) => key.kid === kid))).toEqual([]);
    expect(await store.hubKeys.list(hubs[0])).toHaveLength(5);
    expect(await actions()).toContain('command-line hub-keys.replaced plus/production');
  });

  it('reseals under the next master key, tells when nothing is left, and refuses the former alone', async () => {
    const both = { current: next, other: former };
    expect(await outputOf(['rewrap'], both)).toMatch(
      /hub_key: 9 sealed anew, 0 were already, 0 cannot be opened\n(?:.*\n)*\d+ values are under the master key now/,
    );
    expect(await outputOf(['rewrap'], both)).toContain('Nothing is under the other master key');
    expect(await outputOf(['list'], { current: next })).toMatch(/^(?:.+\n){9}$/);
    await expect(outputOf(['list'])).rejects.toMatchObject({ code: 'store.unreadable' });
    const after = buildPlatformStore(connection, { vault: createVault(next), clock });
    expect(await after.portal.audit.verify()).toMatchObject({ entries: expect.any(Number) });
    expect(await after.portal.audit.verify()).not.toHaveProperty('brokenAt');
  });

  it.each([
    [['rewrap'], 'keys.rewrap_without_other'],
    [['rotate', 'plus/integration'], 'general.not_found'],
    [['replace', 'plus/integration', 'why'], 'general.not_found'],
  ])('refuses %j', async (args, code) => {
    await expect(outputOf(args)).rejects.toMatchObject({ code });
  });
});

it.each([
  [[]],
  [['turn']],
  [['toString']],
  [['rotate', 'plus']],
  [['rotate', 'plus/Production']],
  [['replace']],
  [['replace', 'plus/production']],
  [['replace', 'plus/production', ' ']],
])('garance keys does not know %j, and sends nothing', async (args) => {
  const sent: string[] = [];
  const run = runKeys(
    async (verb) => {
      sent.push(verb);
    },
    args,
    () => {},
  );
  await expect(run).rejects.toThrow(UsageError);
  expect(sent).toEqual([]);
});
