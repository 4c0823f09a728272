import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditAnchor, AuditHead } from './audit-anchor.ts';
import { createFileAuditAnchor } from './audit-anchor-file.ts';

const headOf = (sequence: number): AuditHead => ({ sequence, hash: `${sequence % 10}`.repeat(64) });

async function all(anchor: AuditAnchor): Promise<readonly AuditHead[]> {
  const heads: AuditHead[] = [];
  for await (const head of anchor.read()) heads.push(head);
  return heads;
}

describe('the file with heads of the audit log', () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'garance-heads-'));
    path = join(directory, 'made', 'audit-heads');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('is empty at first, then lists every recorded head', async () => {
    const anchor = createFileAuditAnchor(path);
    expect(await all(anchor)).toEqual([]);
    await anchor.record([headOf(1), headOf(2)]);
    await createFileAuditAnchor(path).record([headOf(3)]);
    expect(await all(anchor)).toEqual([headOf(1), headOf(2), headOf(3)]);
  });

  it('keeps heads that are recorded concurrently', async () => {
    const anchor = createFileAuditAnchor(path);
    const heads = Array.from({ length: 50 }, (_, index) => headOf(index + 1));
    await Promise.all(heads.map((head) => anchor.record([head])));
    expect(await all(anchor)).toEqual(heads);
  });

  it('never overwrites: a head recorded after the log was restored stands beside the former', async () => {
    const anchor = createFileAuditAnchor(path);
    await anchor.record([headOf(7)]);
    await anchor.record([{ sequence: 7, hash: 'f'.repeat(64) }]);
    expect(await all(anchor)).toHaveLength(2);
  });

  it('is readable by its owner only, and survives a line cut off by a crash', async () => {
    const anchor = createFileAuditAnchor(path);
    await anchor.record([headOf(1)]);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    await appendFile(path, '\n2 22222');
    await anchor.record([headOf(3)]);
    expect(await all(anchor)).toEqual([headOf(1), headOf(3)]);
    expect(await readFile(path, 'utf8')).toContain('\n2 22222\n3 ');
  });
});
