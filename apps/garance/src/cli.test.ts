import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeFailure, runGarance } from './cli.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'garance-cli-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

/** Output of a command that fails. */
async function failureOf(words: readonly string[]): Promise<string> {
  return runGarance(words, { GARANCE_DATA: dataDir, GARANCE_PORT: '1' }).then(
    () => expect.unreachable('the command succeeded'),
    describeFailure,
  );
}

describe('a command that cannot be carried out', () => {
  test.each([
    [['start', '--seed-clients', 'nowhere.json'], 'nowhere.json cannot be read'],
    [['start', '--rest'], "Unknown option '--rest'"],
    [['begin'], 'Unknown command begin'],
    [['constructor'], 'Unknown command constructor'],
    [['keys', 'turn'], 'keys rotate'],
    [['keys', 'rotate'], 'No federation runs on'],
    [['backup', 'nowhere/at/all'], 'No federation runs on'],
    [['backup'], 'Name one directory'],
    [['restore', 'nowhere', '--accept'], "Unknown option '--accept'"],
    [['restore', 'nowhere'], 'is no backup'],
    [['accounts', 'reset-second-factor'], 'accounts reset-second-factor EMAIL'],
    [['accounts', 'reset-second-factor', 'a@b.example'], 'No federation runs on'],
    [['keys', 'list', '--config'], '--config names no file'],
  ])('%j prints the reason', async (words, sentence) => {
    const failure = await failureOf(words);
    expect(failure).toContain(sentence);
    expect(failure).not.toMatch(/^\s+at /m);
  });
});

test('an unexpected error is printed with its stack', () => {
  expect(describeFailure(new Error('broken'))).toMatch(/broken\n\s+at /);
});
