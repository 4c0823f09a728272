import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { AuditAnchor, AuditHead } from './audit-anchor.ts';

const headPattern = /^(\d{1,15}) ([0-9a-f]{64})$/;

/**
 * Heads of the audit log in a file: one line each, only ever added to, so that a head written after the database was
 * turned back does not hide those written before. Readable by its owner.
 */
export function createFileAuditAnchor(path: string): AuditAnchor {
  let queue: Promise<unknown> = Promise.resolve();
  const append = async (heads: readonly AuditHead[]): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a', 0o600);
    try {
      // The line break comes first: a line torn by a crash stays alone on its line.
      await file.write(heads.map(({ sequence, hash }) => `\n${sequence} ${hash}`).join(''));
      await file.datasync();
    } finally {
      await file.close();
    }
  };
  return {
    record: (heads) => {
      const written = queue.then(() => append(heads));
      queue = written.catch(() => {});
      return written;
    },
    read: () => readHeads(path),
  };
}

async function* readHeads(path: string): AsyncIterable<AuditHead> {
  const input = createReadStream(path, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const [, sequence, hash] = headPattern.exec(line) ?? [];
      if (sequence !== undefined && hash !== undefined) yield { sequence: Number(sequence), hash };
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  } finally {
    input.destroy();
  }
}
