import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Provider, RehearsalPort } from '@garance/core';
import { describe, expect, it } from 'vitest';
import type { HubParts } from './deps.ts';
import { createRehearsalKeys } from './rehearsal/rehearsal-keys.ts';
import { createTestHub } from './testing/hub-fixture.ts';
import { withLogins } from './with-logins.ts';

/** Every source file below a folder of the repository, tests and fixtures left out. */
function sourcesIn(folder: string): readonly string[] {
  const root = join(import.meta.dirname, '../../..', folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/testing/'));
}

const root = join(import.meta.dirname, '../../..');

describe('the conduct of a login', () => {
  const mentions = (folder: string, allowed: readonly string[]) =>
    sourcesIn(folder)
      .filter((file) => /rehears/i.test(readFileSync(file, 'utf8')))
      .map((file) => relative(root, file))
      .filter((file) => !allowed.includes(file) && !file.startsWith('apps/hub/src/rehearsal/'));

  it('contains everything that differs for rehearsals: no step, check or rule of a hub depends on them', () => {
    const behindTheSeam = ['logins', 'ordinary-logins', 'with-logins', 'deps', 'index', 'browser'];
    const allowed = [
      ...behindTheSeam.map((name) => `apps/hub/src/${name}.ts`),
      'apps/hub/src/pages/withheld-page.tsx',
    ];
    expect(mentions('apps/hub/src', allowed)).toEqual([]);
    const reserved = 'packages/oidc/src/authorization/checks/check-reserved-parameters.ts';
    expect(mentions('packages/oidc/src', [reserved])).toEqual([]);
    expect(mentions('packages/oidc/src', [])).toEqual([reserved]);
  });

  it('is the ordinary one for every login of a hub without rehearsals, whatever plan the login has', async () => {
    await using hub = await createTestHub();
    const { logins } = hub.deps;
    expect(logins.conductOf('a plan')).toBe(logins.conductOf(undefined));
    expect(logins.understands).toEqual([]);
    expect(logins.furtherJwks()).toEqual([]);
    expect(logins.otherIssuer).toBeUndefined();
  });

  it('is the only access to the rehearsal port for the steps', () => {
    const rehearsal = { port: {} as RehearsalPort, keys: createRehearsalKeys() };
    expect(withLogins({ rehearsal } as HubParts)).not.toHaveProperty('rehearsal');
  });
});

describe('a session of a browser, by conduct', () => {
  const provider = (id: string) => ({ id, status: id === 'alpha' ? 'active' : 'disabled' }) as Provider;
  const registry = { findProvider: (id: string) => (id === 'gone' ? undefined : provider(id)) };
  const rehearsal = { port: {} as RehearsalPort, keys: createRehearsalKeys() };

  it('is handed over while its provider may be used; a rehearsed one has no provider', async () => {
    await using hub = await createTestHub();
    const registration = hub.registry.findRegistration(hub.service('public').clientId);
    if (registration === undefined) throw new Error('the fixture has this service');
    const { logins } = withLogins({ ...hub.deps, registry: { ...hub.registry, ...registry }, rehearsal });
    const ordinary = logins.conductOf(undefined);
    expect(['alpha', 'beta', 'gone'].map((id) => ordinary.isUsable(registration, id))).toEqual([
      true,
      false,
      false,
    ]);
    const withoutAlpha = {
      ...registration,
      providerFilter: { mode: 'deny' as const, providerIds: ['alpha'] },
    };
    expect(ordinary.isUsable(withoutAlpha, 'alpha')).toBe(false);
    expect(logins.conductOf('plan').isUsable(registration, 'rehearsal')).toBe(true);
  });

  it('is kept, or leaves nothing behind', async () => {
    await using hub = await createTestHub();
    const { logins } = withLogins({ ...hub.deps, rehearsal });
    const kept: string[] = [];
    const write = (name: string) => async () => kept.push(name) > 9;
    expect(await logins.conductOf(undefined).keep(write('ordinary'))).toBe(false);
    expect(await logins.conductOf('plan').keep(write('rehearsed'))).toBe(true);
    expect(kept).toEqual(['ordinary']);
  });
});
