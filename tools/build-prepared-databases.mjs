// Creates the migrated databases that the embedded start and the tests unpack, instead of running PGlite's initdb and
// every migration (five seconds of processor time): one with the hub's tables, one with the partner space's as well.
// Named by the names of the migrations, as `prepared-database.ts` searches them, and by a hash over the version of
// PGlite, the month and the migrations, so that a changed migration or another month creates it again. A failure only
// costs speed: missing databases are created at the start.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const store = join(root, 'packages/store');
const hubFolder = join(store, 'src/durable/migrations');
const portalFolder = join(root, 'apps/portal/src/objects/migrations');
const generated = join(store, 'generated');
/** For each database: the folders of its migrations, the module that lists them and the name of the list. */
const databases = [
  { folders: [hubFolder], module: join(hubFolder, 'hub-migrations.ts'), name: 'hubMigrations' },
  {
    folders: [hubFolder, portalFolder],
    module: join(portalFolder, 'portal-migrations.ts'),
    name: 'platformMigrations',
  },
];

try {
  // In a fresh clone nothing is built yet: imports of other packages by migrations are resolved to their sources.
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: [...context.conditions, 'garance-source'] }),
  });
  const load = (path) => import(pathToFileURL(path).href);
  const { preparedPrefix } = await load(join(store, 'src/durable/prepared-database.ts'));
  const kept = [];
  for (const { folders, module, name } of databases) {
    const { [name]: migrations } = await load(module);
    const target = `${preparedPrefix(migrations)}${hash(folders)}.tar`;
    kept.push(target);
    if (!existsSync(join(generated, target))) await make(target, migrations);
  }
  removeOthers(kept);
} catch (error) {
  process.stderr.write(`The database was not prepared (${error.message}); starts take longer.\n`);
}

function hash(folders) {
  const entry = createRequire(join(store, 'package.json')).resolve('@electric-sql/pglite');
  const sum = createHash('sha256').update(readFileSync(join(dirname(entry), '..', 'package.json')));
  // The partitions of sign-ins depend on the month in which the migrations ran.
  sum.update(new Date().toISOString().slice(0, 'YYYY-MM'.length));
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) {
      sum.update(`${name}\0`).update(readFileSync(join(folder, name)));
    }
  }
  return sum.digest('hex').slice(0, 16);
}

async function make(target, migrations) {
  const load = (name) => import(pathToFileURL(createRequire(join(store, 'package.json')).resolve(name)).href);
  const { PGlite } = await load('@electric-sql/pglite');
  const { Kysely, PGliteDialect } = await load('kysely');
  const { migrate } = await import(pathToFileURL(join(hubFolder, 'migrate.ts')).href);
  const pglite = await PGlite.create();
  const db = new Kysely({ dialect: new PGliteDialect({ pglite }) });
  await migrate(db, migrations);
  // Writes everything to disk, so that the unpacked database needs no recovery.
  await pglite.exec('checkpoint');
  const archive = await pglite.dumpDataDir('none');
  await db.destroy();
  mkdirSync(generated, { recursive: true });
  const draft = join(generated, `${target}.${process.pid}`);
  writeFileSync(draft, Buffer.from(await archive.arrayBuffer()));
  renameSync(draft, join(generated, target));
}

function removeOthers(kept) {
  for (const name of readdirSync(generated)) {
    if (!/^(empty|migrated)-database-/.test(name)) continue;
    if (!kept.some((target) => name === target || name.startsWith(`${target}.`))) {
      rmSync(join(generated, name), { force: true });
    }
  }
}
