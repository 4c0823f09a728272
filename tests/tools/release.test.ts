import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript, as every tool
import * as tool from '../../tools/release.mjs';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
const { closeChangelog, levelOf, nextVersion, readUnreleased, versionProblems } = tool as {
  closeChangelog(changelog: string, version: string, day: string): string;
  levelOf(section: string): string;
  nextVersion(present: string, version: string): string;
  readUnreleased(changelog: string): string | undefined;
  versionProblems(manifests: ReadonlyMap<string, Manifest>): readonly string[];
};

describe('the next version', () => {
  it.each([
    ['0.1.0', 'patch', '0.1.1'],
    ['0.1.9', 'minor', '0.2.0'],
    ['1.2.3', 'major', '2.0.0'],
    ['0.1.0', '0.1.1', '0.1.1'],
    ['0.9.9', '1.0.0', '1.0.0'],
    ['1.9.0', '1.10.0', '1.10.0'],
  ])('after %s with %s is %s', (present, step, expected) => {
    expect(nextVersion(present, step)).toBe(expected);
  });

  it.each([
    '0.1.0',
    '0.0.9',
    '',
    'v0.2.0',
    '0.2',
    '0.2.0-rc',
    '00.2.0',
    'Major',
    '0.2.0 ',
    '1.1.1.1',
    '9999999.0.0',
  ])('after 0.1.0 is not %j', (version) => {
    expect(() => nextVersion('0.1.0', version)).toThrow();
  });

  it('follows from the sections of the changelog', () => {
    expect(levelOf('### Fixed\n- a\n### Security\n- b')).toBe('patch');
    expect(levelOf('### Fixed\n- a\n\n### Added\n- b')).toBe('minor');
    expect(levelOf('### Fixed\n- Added to the list')).toBe('patch');
  });
});

describe('the changelog', () => {
  const text =
    '# Changelog\n\n## [Unreleased]\n\n### Fixed\n\n- One.\n\n## [0.1.0] - 2026-01-01\n\n- First.\n';

  it('is read up to the previous release', () => {
    expect(readUnreleased(text)).toBe('### Fixed\n\n- One.');
    expect(readUnreleased('# Changelog\n\n## [Unreleased]\n\n- One.\n')).toBe('- One.');
    expect(readUnreleased('# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n')).toBe('');
    expect(readUnreleased('# Changelog\n')).toBeUndefined();
  });

  it('keeps an empty section above the one of the release', () => {
    const closed = closeChangelog(text, '0.1.1', '2026-02-03');
    expect(closed).toContain('## [Unreleased]\n\n## [0.1.1] - 2026-02-03\n\n### Fixed\n\n- One.\n');
    expect(readUnreleased(closed)).toBe('');
  });
});

it('versions of packages and of their dependencies on one another are the root’s', () => {
  const manifests = new Map<string, Manifest>([
    ['package.json', { name: 'garance', version: '0.1.0' }],
    ['a/package.json', { name: '@g/a', version: '0.1.0', dependencies: { '@g/b': '0.1.0', zod: '4.0.0' } }],
    ['b/package.json', { name: '@g/b', version: '0.2.0', dependencies: { '@g/a': '0.0.9' } }],
  ]);
  expect(versionProblems(manifests)).toEqual([
    'b/package.json is 0.2.0, the root 0.1.0',
    'b/package.json asks for @g/a 0.0.9, the root is 0.1.0',
  ]);
});

describe('npm run release', () => {
  let folder: string;
  const file = (path: string) => join(folder, path);
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  const json = (path: string) => JSON.parse(readFileSync(file(path), 'utf8'));
  const release = (...args: readonly string[]) => {
    const script = fileURLToPath(new URL('../../tools/release.mjs', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, text: stdout + stderr };
  };
  const write = (path: string, value: object) =>
    writeFileSync(file(path), `${JSON.stringify(value, null, 2)}\n`);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'garance-release-'));
    writeFileSync(file('docs.mjs'), "process.exit(process.argv[2] === '--check' ? 0 : 1);\n");
    const scripts = { lint: 'node -e 0', docs: 'node docs.mjs' };
    write('package.json', {
      name: 'root',
      version: '0.1.0',
      private: true,
      workspaces: ['packages/*'],
      scripts,
    });
    const two = { name: '@g/two', version: '0.1.0', files: ['x.js'], dependencies: { '@g/one': '0.1.0' } };
    for (const [name, manifest] of [
      ['one', { name: '@g/one', version: '0.1.0', files: ['x.js'] }],
      ['two', two],
    ] as const) {
      mkdirSync(file(`packages/${name}`), { recursive: true });
      write(`packages/${name}/package.json`, manifest);
      writeFileSync(file(`packages/${name}/x.js`), '');
    }
    const packages = {
      '': { name: 'root', version: '0.1.0' },
      'packages/one': { name: '@g/one', version: '0.1.0' },
      'packages/two': two,
    };
    write('package-lock.json', { name: 'root', version: '0.1.0', lockfileVersion: 3, packages });
    writeFileSync(file('CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n');
    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.name', 'Test');
    git('config', 'user.email', 'test@example.org');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'first');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('prints with --dry-run what it would do, and changes nothing', () => {
    const { status, text } = release('--dry-run');
    expect([status, text]).toEqual([0, expect.stringContaining('dry run: nothing was changed')]);
    expect(text).toContain('release 0.2.0 (now 0.1.0)');
    expect(text).toContain('3 package.json and package-lock.json: version 0.2.0');
    expect(text).toContain('tag v0.2.0');
    expect(text).toContain('npm pack @g/one: 2 files');
    expect([git('status', '--porcelain'), git('tag'), git('rev-list', '--count', 'HEAD')]).toEqual([
      '',
      '',
      '1',
    ]);
  });

  it('sets every version, closes the changelog, commits and tags', () => {
    expect(release('patch').status).toBe(0);
    expect(json('packages/two/package.json')).toMatchObject({
      version: '0.1.1',
      dependencies: { '@g/one': '0.1.1' },
    });
    expect(json('package-lock.json')).toMatchObject({
      version: '0.1.1',
      packages: {
        '': { version: '0.1.1' },
        'packages/two': { version: '0.1.1', dependencies: { '@g/one': '0.1.1' } },
      },
    });
    expect(readFileSync(file('CHANGELOG.md'), 'utf8')).toMatch(
      /## \[0\.1\.1\] - \d{4}-\d\d-\d\d\n\n### Added/,
    );
    expect([git('status', '--porcelain'), git('tag'), git('log', '-1', '--format=%s')]).toEqual([
      '',
      'v0.1.1',
      'release: 0.1.1',
    ]);
  });

  it('lists everything that prevents the release, and does nothing', () => {
    git('switch', '--quiet', '--create', 'topic');
    writeFileSync(file('CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n');
    writeFileSync(file('docs.mjs'), 'process.exit(1);\n');
    write('packages/one/package.json', { name: '@g/one', version: '0.0.9' });
    const manifest = json('package.json');
    write('package.json', {
      ...manifest,
      scripts: { ...manifest.scripts, lint: 'node -e "process.exit(1)"' },
    });
    const before = git('status', '--porcelain');
    const { status, text } = release();
    expect(text.split('\n').filter((line) => line.startsWith('not yet: '))).toEqual([
      'not yet: the tree is not clean',
      'not yet: this is the branch topic, not main',
      'not yet: packages/one/package.json is 0.0.9, the root 0.1.0',
      'not yet: CHANGELOG.md says nothing under ## [Unreleased]',
      'not yet: generated documents are not current: npm run docs',
      'not yet: npm run lint fails',
    ]);
    expect([status, git('status', '--porcelain'), git('tag')]).toEqual([1, before, '']);
  });

  it('refuses a version that is not above the present one, before anything else', () => {
    expect(release('0.1.0')).toEqual({ status: 1, text: '0.1.0 is not above 0.1.0\n' });
  });
});
