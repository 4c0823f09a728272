// Creates packages/web/generated/assets: the style sheet from Sass, the typeface, the mark and the script, each under a
// name with the hash of its content, and manifest.json. Does nothing when nothing changed. Concurrent runs are
// harmless: files are named by content and the manifest is replaced in one rename.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const web = join(root, 'packages/web');
const target = join(web, 'generated/assets');
const manifestFile = join(target, 'manifest.json');
const stampFile = join(target, 'stamp.txt');
const fontFolder = join(root, 'node_modules/@fontsource-variable/public-sans');
/**
 * npm installs it in the partner space, which depends on it, when another package needs another version at the root.
 */
const passkeyFolder = ['apps/portal/node_modules', 'node_modules']
  .map((folder) => join(root, folder, '@simplewebauthn/browser'))
  .find((folder) => existsSync(join(folder, 'package.json')));
if (passkeyFolder === undefined) throw new Error('@simplewebauthn/browser is not installed');
const govukFolder = join(root, 'node_modules/govuk-frontend/dist/govuk');
const subsets = ['latin', 'latin-ext'];

const sources = listSources();
const stamp = hash(
  Buffer.concat(sources.map((file) => Buffer.from(`${file}\0${hash(readFileSync(file))}\n`))),
);
if (!upToDate()) await build();

function listSources() {
  const inFolder = (folder) =>
    readdirSync(folder)
      .sort()
      .map((name) => join(folder, name));
  const packages = ['sass', 'govuk-frontend', '@fontsource-variable/public-sans'];
  const folders = [...packages.map((name) => join(root, 'node_modules', name)), passkeyFolder];
  const versions = folders.map((folder) => join(folder, 'package.json'));
  return [
    fileURLToPath(import.meta.url),
    ...inFolder(join(web, 'styles')),
    ...inFolder(join(web, 'assets')),
    ...versions,
  ];
}

function upToDate() {
  if (!existsSync(stampFile) || !existsSync(manifestFile)) return false;
  if (readFileSync(stampFile, 'utf8') !== stamp) return false;
  const files = Object.values(JSON.parse(readFileSync(manifestFile, 'utf8')));
  return files.every((file) => existsSync(join(target, file)));
}

async function build() {
  mkdirSync(target, { recursive: true });
  const manifest = {};
  for (const subset of subsets) {
    const file = join(fontFolder, `files/public-sans-${subset}-wght-normal.woff2`);
    emit(manifest, `public-sans-${subset}.woff2`, readFileSync(file));
  }
  for (const name of readdirSync(join(web, 'assets')).sort()) {
    emit(manifest, name, readFileSync(join(web, 'assets', name)));
  }
  emit(manifest, 'simplewebauthn.js', readFileSync(join(passkeyFolder, 'dist/bundle/index.umd.min.js')));
  emit(manifest, 'main.css', Buffer.from(await compileStyles(manifest)));
  replaceFile(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
  replaceFile(stampFile, stamp);
  removeOthers(manifest);
}

/**
 * Sass does not know the hashed names and the ranges of the typeface: it writes placeholders that are replaced here.
 */
async function compileStyles(manifest) {
  const sass = await import('sass');
  const { css } = sass.compile(join(web, 'styles/main.scss'), {
    loadPaths: [govukFolder],
    style: 'compressed',
    quietDeps: true,
  });
  const ranges = JSON.parse(readFileSync(join(fontFolder, 'unicode.json'), 'utf8'));
  return css
    .replace(/"asset-range:([\w-]+)"/g, (_, subset) => ranges[subset])
    .replace(/asset:([\w.-]+)/g, (_, name) => manifest[name]);
}

function emit(manifest, name, content) {
  const { name: stem, ext } = parse(name);
  const file = `${stem}-${hash(content).slice(0, 12)}${ext}`;
  manifest[name] = file;
  replaceFile(join(target, file), content);
  if (ext === '.woff2') return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  replaceFile(join(target, `${file}.br`), brotliCompressSync(content, { params }));
}

function replaceFile(file, content) {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

function removeOthers(manifest) {
  const kept = new Set(['manifest.json', 'stamp.txt']);
  for (const file of Object.values(manifest)) kept.add(file).add(`${file}.br`);
  for (const file of readdirSync(target)) {
    if (!kept.has(file) && !file.endsWith('.tmp')) rmSync(join(target, file), { force: true });
  }
}

function hash(content) {
  return createHash('sha256').update(content).digest('hex');
}
