import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The same from `tests/upgrade` and `tests/dist/upgrade`. */
const root = execFileSync('git', ['rev-parse', '--show-toplevel'], {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  encoding: 'utf8',
}).trim();
const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

export interface PreviousBuild {
  readonly name: string;
  /** Its main file. */
  readonly main: string;
  /** Its package `@garance/portal`. */
  readonly portal: string;
  /** Whether it keeps running beside a newer version that only added to its tables. */
  readonly isTolerant: boolean;
  remove(): void;
}

/** By hard links where the file system supports them. */
function copy(from: string, to: string): void {
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
}

/** The last release; before the first one, the commit before the newest migration. */
function previousVersion(): string {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v*');
  } catch {
    const folders = ['packages/store/src/durable/migrations', 'apps/portal/src/objects/migrations'];
    const files = folders.map((folder) => `${folder}/[0-9]*.ts`);
    return `${git('log', '-1', '--diff-filter=A', '--format=%H', '--', ...files)}^`;
  }
}

/** Builds another version in a separate folder, with the packages installed here. */
export function buildPrevious(version = previousVersion()): PreviousBuild {
  const folder = mkdtempSync(join(tmpdir(), 'garance-previous-'));
  const tree = join(folder, 'tree');
  git('worktree', 'add', '--detach', tree, version);
  const remove = () => {
    git('worktree', 'remove', '--force', tree);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const modules of globSync('{.,apps/*,packages/*}/node_modules', { cwd: root })) {
      if (existsSync(join(tree, modules, '..'))) copy(join(root, modules), join(tree, modules));
    }
    execFileSync(process.execPath, ['tools/run.mjs', 'build'], { cwd: tree, stdio: ['ignore', 'ignore', 2] });
  } catch (error) {
    remove();
    throw error;
  }
  const migrations = join(tree, 'packages/store/src/durable/migrations');
  return {
    name: git('log', '-1', '--format=%h (%s)', version),
    main: join(tree, 'apps/garance/dist/main.js'),
    portal: join(tree, 'apps/portal/dist/index.js'),
    isTolerant: existsSync(join(migrations, '0024-schema-requirement.ts')),
    remove,
  };
}
