// Makes the migrated database that the embedded start and the tests unpack, instead of running PGlite's initdb and every
// migration (five seconds of processor time). Named by a hash over the version of PGlite and the migrations, so that a
// changed migration makes it anew. A failure only costs speed: what is missing is made at the start.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const store = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages', 'store');
const migrationsFolder = join(store, 'src/durable/migrations');
const generated = join(store, 'generated');
const prefix = 'migrated-database-';

try {
  const target = `${prefix}${hash()}.tar`;
  if (!existsSync(join(generated, target))) await make(target);
} catch (error) {
  process.stderr.write(`The database was not prepared (${error.message}); starts take longer.\n`);
}

function hash() {
  const entry = createRequire(join(store, 'package.json')).resolve('@electric-sql/pglite');
  const sum = createHash('sha256').update(readFileSync(join(dirname(entry), '..', 'package.json')));
  for (const name of readdirSync(migrationsFolder).sort()) {
    sum.update(`${name}\0`).update(readFileSync(join(migrationsFolder, name)));
  }
  return sum.digest('hex').slice(0, 16);
}

async function make(target) {
  const load = (name) => import(pathToFileURL(createRequire(join(store, 'package.json')).resolve(name)).href);
  const { PGlite } = await load('@electric-sql/pglite');
  const { Kysely, PGliteDialect } = await load('kysely');
  const { migrate } = await import(pathToFileURL(join(migrationsFolder, 'migrate.ts')).href);
  const pglite = await PGlite.create();
  const db = new Kysely({ dialect: new PGliteDialect({ pglite }) });
  await migrate(db);
  // Written out, so that what is unpacked has nothing left to recover.
  await pglite.exec('checkpoint');
  const archive = await pglite.dumpDataDir('none');
  await db.destroy();
  mkdirSync(generated, { recursive: true });
  const draft = join(generated, `${target}.${process.pid}`);
  writeFileSync(draft, Buffer.from(await archive.arrayBuffer()));
  renameSync(draft, join(generated, target));
  for (const name of readdirSync(generated)) {
    if (/^(empty|migrated)-database-/.test(name) && name !== target && !name.startsWith(`${target}.`)) {
      rmSync(join(generated, name), { force: true });
    }
  }
}
