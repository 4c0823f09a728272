// `node tools/complete-lock.mjs`, after every `npm install` that changed package-lock.json: adds the packages of other
// platforms that the configured registry did not have. npm leaves out what it could not look up, and `npm ci` then
// refuses the whole file on every machine ("Missing: … from lock file"). With `--check` it only reports what is
// missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !isLocked(path, name))
    .map(([name, version]) => ({ name, version, dev })),
);

if (process.argv.includes('--check')) {
  for (const { name } of missing) console.error(`not in package-lock.json: ${name}`);
  process.exit(missing.length === 0 ? 0 : 1);
}
for (const { name, version, dev } of missing) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name} is not pinned: ${version}`);
  const { os, cpu, libc } = platformOf(name);
  // In npm's own order, so that its next write changes nothing.
  const entry = { version, cpu, ...(dev && { dev }), ...(libc && { libc }), optional: true, os };
  lock.packages[`node_modules/${name}`] = entry;
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

/** As Node resolves it: from the package's own folder outwards. */
function isLocked(path, name) {
  const inside = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
  if (inside in lock.packages) return true;
  return path !== '' && isLocked(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name);
}

/** The platform in a package's name, so that npm skips the package elsewhere. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const find = (known) => words.find((word) => known.includes(word));
  const os = find(['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'wasm32']);
  const cpu = find(['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']);
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not say its platform`);
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu')) && ['glibc'];
  return { os: [os], cpu: [cpu], ...(libc && { libc }) };
}
