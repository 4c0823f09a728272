/** The manifest of a backup: a directory with the copy of a database and this file. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { UsageError } from '../embedded/usage-error.ts';

const manifestFile = 'backup.json';

const headSchema = z.strictObject({
  sequence: z.number().int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

const manifestSchema = z.strictObject({
  format: z.literal(1),
  kind: z.enum(['embedded', 'postgres']),
  madeAt: z.iso.datetime(),
  /** Head of the audit log when the copy began: the copy contains at least this. */
  auditHead: headSchema,
  /** SHA-256 of each file. */
  files: z.record(z.string().regex(/^[a-z-]+(?:\.[a-z]+)*$/), z.string().regex(/^[0-9a-f]{64}$/)),
});
export type Manifest = z.output<typeof manifestSchema>;

/** The copy of the database in a backup of each kind. */
export const databaseFile = { embedded: 'database.tar.gz', postgres: 'database.dump' } as const;

/** @throws UsageError when the directory is not empty: a backup never overwrites another one */
export async function makeBackupDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if ((await readdir(directory)).length > 0) throw new UsageError(`${directory} is not empty.`);
}

/** Written last: a directory without it is not a backup. */
export async function writeManifest(
  directory: string,
  about: Pick<Manifest, 'kind' | 'madeAt' | 'auditHead'>,
): Promise<void> {
  const files: Record<string, string> = {};
  for (const name of await readdir(directory)) files[name] = await hashOf(join(directory, name));
  const manifest: Manifest = { format: 1, ...about, files };
  await writeFile(join(directory, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
}

/** @throws UsageError when it is not a complete backup of this kind */
export async function readManifest(directory: string, kind: Manifest['kind']): Promise<Manifest> {
  const text = await readFile(join(directory, manifestFile), 'utf8').catch(() => '{}');
  const manifest = manifestSchema.safeParse(parse(text)).data;
  if (manifest === undefined) throw new UsageError(`${directory} is no backup of garance backup.`);
  if (manifest.kind !== kind) {
    throw new UsageError(`${directory} is a backup of ${nameOf[manifest.kind]}, not of ${nameOf[kind]}.`);
  }
  for (const [name, expected] of Object.entries({ [databaseFile[kind]]: '', ...manifest.files })) {
    const found = await hashOf(join(directory, name)).catch(() => undefined);
    if (found !== expected) throw new UsageError(`${join(directory, name)} is damaged or missing.`);
  }
  return manifest;
}

const nameOf = {
  embedded: 'the embedded federation',
  postgres: 'an installation on PostgreSQL (--config FILE)',
} as const;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
