/** Heads of the audit log that were written outside the database, with which a restored copy is compared. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuditHead, createFileAuditAnchor } from '@garance/portal';
import { z } from 'zod';
import { UsageError } from '../embedded/usage-error.ts';
import type { Manifest } from './manifest.ts';

const claimsSchema = z.object({ sequence: z.number().int(), hash: z.string() });

/** Heads of the file `audit-heads`; none when it is absent. */
export async function recordedHeads(file: string): Promise<readonly AuditHead[]> {
  const heads: AuditHead[] = [];
  for await (const head of createFileAuditAnchor(file).read()) heads.push(head);
  return heads;
}

/**
 * Heads of the daily exports. Their signatures are not verified here, since the key is in the database that is yet to
 * be restored: a false head can only make a restore ask for confirmation.
 */
export async function exportedHeads(directory: string | undefined): Promise<readonly AuditHead[]> {
  if (directory === undefined) return [];
  const names = await readdir(directory).catch(() => []);
  const heads: AuditHead[] = [];
  for (const name of names.filter((file) => file.endsWith('.jwt'))) {
    const [, claims = ''] = (await readFile(join(directory, name), 'utf8')).split('.');
    const head = readClaims(claims);
    if (head !== undefined) heads.push(head);
  }
  return heads;
}

function readClaims(text: string): AuditHead | undefined {
  try {
    return claimsSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    return undefined;
  }
}

/**
 * @returns how many entries of the audit log the backup lacks @throws UsageError when it lacks some, unless that was
 * accepted
 */
export function entriesLost(
  { auditHead, madeAt }: Manifest,
  heads: readonly AuditHead[],
  isAccepted: boolean,
): number {
  const newest = heads.reduce((most, { sequence }) => Math.max(most, sequence), auditHead.sequence);
  const isOther = heads.some(
    ({ sequence, hash }) => sequence === auditHead.sequence && hash !== auditHead.hash,
  );
  const lost = newest - auditHead.sequence;
  if (isAccepted || (lost === 0 && !isOther)) return lost;
  const why = isOther
    ? `Entry ${auditHead.sequence} of the audit log was another one here: this backup is of another database, or of another past of it.`
    : `The backup of ${madeAt} ends at entry ${auditHead.sequence} of the audit log, and entry ${newest} was written here: what was done since is not in it (${lost} entries).`;
  throw new UsageError(`${why}\nNothing was changed. To restore it all the same: --accept-loss.`);
}
