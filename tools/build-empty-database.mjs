// Makes the empty database that the embedded start and the tests unpack instead of running PGlite's initdb
// (three seconds of processor time each). Once per version of PGlite; a failure only costs speed.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const store = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages', 'store');

try {
  const entry = createRequire(join(store, 'package.json')).resolve('@electric-sql/pglite');
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'));
  const target = join(store, 'generated', `empty-database-${version}.tar.gz`);
  if (!existsSync(target)) {
    const { PGlite } = await import(pathToFileURL(entry).href);
    const pglite = await (PGlite ?? (await import('@electric-sql/pglite')).PGlite).create();
    const archive = await pglite.dumpDataDir('gzip');
    await pglite.close();
    mkdirSync(dirname(target), { recursive: true });
    const draft = `${target}.${process.pid}`;
    writeFileSync(draft, Buffer.from(await archive.arrayBuffer()));
    renameSync(draft, target);
  }
} catch (error) {
  process.stderr.write(`The empty database was not prepared (${error.message}); first starts take longer.\n`);
}
