// `npm run release -- --dry-run`: whether a release could be made of the working tree, and what it would do.
// `npm run release`: makes it, up to a commit and a tag on this machine. `-- minor` or `-- 1.2.3` sets the version;
// otherwise it follows from the changelog. Nothing is pushed or published: the last line says how.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const unreleased = '## [Unreleased]';
const changelogFile = 'CHANGELOG.md';
/** Sections of Keep a Changelog that make a release more than a patch; `Fixed` and `Security` are the others. */
const additions = ['Added', 'Changed', 'Deprecated', 'Removed'];

/** @returns the changelog's section for the next release, trimmed; undefined without that section */
export function readUnreleased(changelog) {
  const start = changelog.indexOf(`${unreleased}\n`);
  if (start === -1) return undefined;
  const after = changelog.slice(start + unreleased.length);
  const next = after.search(/\n## \[/);
  return (next === -1 ? after : after.slice(0, next)).trim();
}

/**
 * `minor` or `patch` by Semantic Versioning; a version below 1.0.0 guarantees no interface, so `major` is never needed.
 */
export function levelOf(section) {
  const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading.trim());
  return headings.some((heading) => additions.includes(heading)) ? 'minor' : 'patch';
}

/** @param target `major`, `minor`, `patch`, or a version above the present one @throws Error for anything else */
export function nextVersion(present, target) {
  const [major, minor, patch] = numbersOf(present);
  if (target === 'major') return `${major + 1}.0.0`;
  if (target === 'minor') return `${major}.${minor + 1}.0`;
  if (target === 'patch') return `${major}.${minor}.${patch + 1}`;
  const numbers = numbersOf(target);
  const at = numbers.findIndex((number, index) => number !== [major, minor, patch][index]);
  if (at === -1 || numbers[at] < [major, minor, patch][at])
    throw new Error(`${target} is not above ${present}`);
  return target;
}

function numbersOf(version) {
  const match = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/.exec(version);
  if (match === null) throw new Error(`${version} is no version`);
  return match.slice(1).map(Number);
}

/**
 * Turns the section for the next release into that of `version`, with a new empty one above it. @param day `YYYY-MM-DD`
 */
export function closeChangelog(changelog, version, day) {
  return changelog.replace(`${unreleased}\n`, `${unreleased}\n\n## [${version}] - ${day}\n`);
}

/** @param manifests package.json by path @returns a sentence for each version that differs from the root's */
export function versionProblems(manifests) {
  const { version } = manifests.get('package.json');
  const names = new Set([...manifests.values()].map(({ name }) => name));
  return [...manifests].flatMap(([path, manifest]) => [
    ...(manifest.version === version ? [] : [`${path} is ${manifest.version}, the root ${version}`]),
    ...ownDependencies(manifest, names)
      .filter(([, range]) => range !== version)
      .map(([name, range]) => `${path} asks for ${name} ${range}, the root is ${version}`),
  ]);
}

/** A manifest, or the entry of a workspace in the lock file, with every version of our packages set. */
export function withVersion(manifest, version, names) {
  const next = { ...manifest, version };
  for (const kind of ['dependencies', 'devDependencies']) {
    if (next[kind] === undefined) continue;
    next[kind] = Object.fromEntries(
      Object.entries(next[kind]).map(([name, range]) => [name, names.has(name) ? version : range]),
    );
  }
  return next;
}

function ownDependencies({ dependencies = {}, devDependencies = {} }, names) {
  return Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => names.has(name));
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

function call(program, args) {
  const {
    status,
    stdout = '',
    stderr = '',
  } = spawnSync(program, args, { encoding: 'utf8', shell: process.platform === 'win32' });
  return { ok: status === 0, text: `${stdout}${stderr}`.trim(), stdout: stdout.trim() };
}

const npm = (...args) => call('npm', args);
const git = (...args) => call('git', args);

/** Sorted by how quickly they can be corrected. @returns the problems that prevent a release, one sentence each */
function problemsOf(manifests, section) {
  const branch = git('branch', '--show-current').stdout;
  return [
    ...(git('status', '--porcelain').stdout === '' ? [] : ['the tree is not clean']),
    ...(branch === 'main' ? [] : [`this is the branch ${branch || '(none)'}, not main`]),
    ...versionProblems(manifests),
    ...(section ? [] : [`${changelogFile} says nothing under ${unreleased}`]),
    ...(npm('run', '--silent', 'docs', '--', '--check').ok
      ? []
      : ['generated documents are not current: npm run docs']),
    ...(npm('run', '--silent', 'lint').ok ? [] : ['npm run lint fails']),
  ];
}

function packedFiles() {
  const { ok, stdout, text } = npm('pack', '--dry-run', '--json', '--ignore-scripts', '--workspaces');
  if (!ok) return [`npm pack fails: ${text.split('\n').at(-1)}`];
  const packed = JSON.parse(stdout);
  return (Array.isArray(packed) ? packed : Object.values(packed)).map(
    ({ name, files, unpackedSize }) =>
      `${name}: ${files.length} files, ${Math.ceil(unpackedSize / 1024)} KiB`,
  );
}

function release(manifests, version, day) {
  const names = new Set([...manifests.values()].map(({ name }) => name));
  for (const [path, manifest] of manifests) writeJson(path, withVersion(manifest, version, names));
  const lock = readJson('package-lock.json');
  for (const path of manifests.keys()) {
    const entry = path.replace(/\/?package\.json$/, '');
    lock.packages[entry] = withVersion(lock.packages[entry], version, names);
  }
  writeJson('package-lock.json', { ...lock, version });
  writeFileSync(changelogFile, closeChangelog(readFileSync(changelogFile, 'utf8'), version, day));
  const done =
    git('commit', '--all', '--message', `release: ${version}`).ok &&
    git('tag', '--annotate', `v${version}`, '--message', version).ok;
  if (!done) throw new Error('git could not commit or tag');
}

function main(args) {
  const dryRun = args.includes('--dry-run');
  const [target] = args.filter((argument) => !argument.startsWith('--'));
  const paths = [
    'package.json',
    ...globSync('{packages,apps}/*/package.json')
      .map((path) => path.replaceAll('\\', '/'))
      .sort(),
  ];
  const manifests = new Map(paths.map((path) => [path, readJson(path)]));
  const section = readUnreleased(readFileSync(changelogFile, 'utf8')) ?? '';
  const present = manifests.get('package.json').version;
  const version = nextVersion(present, target ?? levelOf(section));
  const day = new Date().toISOString().slice(0, 10);
  const problems = problemsOf(manifests, section);
  console.log(`release ${version} (now ${present})`);
  for (const problem of problems) console.error(`not yet: ${problem}`);
  console.log(`${manifests.size} package.json and package-lock.json: version ${version}`);
  console.log(`${changelogFile}: ${unreleased} becomes ## [${version}] - ${day}`);
  console.log(`commit "release: ${version}", tag v${version}`);
  for (const line of packedFiles()) console.log(`npm pack ${line}`);
  if (problems.length > 0) return 1;
  if (!dryRun) release(manifests, version, day);
  console.log(dryRun ? 'dry run: nothing was changed' : 'done; to publish the tag: git push --follow-tags');
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
