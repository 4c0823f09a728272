/** The runner's process opens strangers' pages. What it says once a page has taken it over is here: anything. */
import { spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { createPino } from '@garance/web/server';
import { describe, expect, test } from 'vitest';
import { CannotRun } from '../cannot-run.ts';
import { startFakeFederation } from '../testing/fake-federation.ts';
import { RunBroken } from './run-broken.ts';
import { runSuiteApart } from './run-suite-apart.ts';

const planted = 'planted@child.example';
const flood = `'${planted} ' + 'a@'.repeat(500_000)`;

/** A process in the runner's place, and how its run ends. */
async function runOf(program: string) {
  await using federation = await startFakeFederation();
  const { rehearsal, service } = federation;
  const progress: unknown[] = [];
  const outcome: unknown = await runSuiteApart({
    rehearsal,
    service,
    mode: 'http',
    only: ['accept.plain'],
    onProgress: (event) => progress.push(event),
    startRunner: () =>
      spawn(process.execPath, ['-e', `process.once('message', () => { ${program} });`], {
        env: {},
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        serialization: 'advanced',
      }),
  }).catch((error: unknown) => error);
  return { outcome, progress };
}

function logged(error: unknown): string {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  createPino({ name: 'portal', level: 'trace', destination }).error({ err: error }, 'a run broke');
  return lines.join('');
}

const result = (more: string) => `{
  id: 'accept.plain', family: 'accept', level: 'required', title: { fr: 'x', en: 'x' }, clause: 'x',
  does: { fr: 'x', en: 'x' }, expects: { fr: 'x', en: 'x' }, advice: { fr: 'x', en: 'x' },
  verdict: 'failed', findings: [], observed: [], durationMs: 1, ${more}
}`;

describe('attack 18 and 23: what a child process says', () => {
  test.each([
    [
      'an error text',
      `process.send({ kind: 'broke', reason: 'unexpected', message: ${flood} })`,
      'unexpected',
    ],
    ['a reason of its own', `process.send({ kind: 'broke', reason: ${flood} })`, 'unreadable'],
    ['a place that is a text', `process.send({ kind: 'broke', reason: 'page', at: ${flood} })`, 'unreadable'],
    ['the old form', `process.send({ kind: 'broke', message: ${flood} })`, 'unreadable'],
    ['no report', `process.send(${flood})`, 'unreadable'],
    ['a kind of its own', `process.send({ kind: ${flood} })`, 'unreadable'],
    [
      'another reason why it cannot begin',
      `process.send({ kind: 'cannot-run', reason: ${flood} })`,
      'unreadable',
    ],
    ['results that are none', `process.send({ kind: 'done', results: [${flood}] })`, 'unreadable'],
    ['no results', `process.send({ kind: 'done', results: [] })`, 'incomplete'],
    [
      'progress that is none',
      `process.send({ kind: 'result', done: 1, of: 1, result: ${flood} })`,
      'unreadable',
    ],
    ['its last words', `process.stderr.write(${flood}, () => process.exit(3))`, 'ended'],
    ['a stack', `throw new Error(${flood})`, 'ended'],
    [
      'an end for want of memory',
      `process.stderr.write(${flood} + ' JavaScript heap out of memory', () => process.abort())`,
      'out-of-memory',
    ],
  ])('%s is known by its reason and not repeated', async (_what, program, reason) => {
    const { outcome } = await runOf(program);
    expect(outcome).toBeInstanceOf(RunBroken);
    expect(outcome).toMatchObject({ reason });
    expect(String(outcome).length).toBeLessThan(200);
    const line = logged(outcome);
    expect(line).toContain(reason);
    expect(line).not.toMatch(/planted|a@a/);
  });

  test('a place in our own program is kept', async () => {
    const { outcome } = await runOf(
      `process.send({ kind: 'broke', reason: 'unexpected', at: 'run-scenario.ts:42' })`,
    );
    expect(logged(outcome)).toContain('the run broke: unexpected, at run-scenario.ts:42');
  });

  test('texts of a page and of results are cut, and a scenario stays what it is', async () => {
    const long = `'x'.repeat(1_000_000)`;
    const cannot = await runOf(
      `process.send({ kind: 'cannot-run', reason: 'unreachable', pageText: ${long}, pageUrl: ${long} })`,
    );
    expect(cannot.outcome).toBeInstanceOf(CannotRun);
    const { pageText = '', pageUrl = '' } = cannot.outcome as CannotRun;
    expect([pageText.length, pageUrl.length]).toEqual([8_000, 1_000]);

    const resultSource = result(`reason: { fr: ${long}, en: ${long} }, pageText: ${long}, more: 1,
      observed: Array(5_000).fill({ atMs: 1, who: 'suite', text: ${long}.slice(0, 5_000) })`);
    const { outcome, progress } = await runOf(
      `process.send({ kind: 'result', done: 1, of: 1, result: ${resultSource} }, () =>
        process.send({ kind: 'done', results: [${resultSource}, { ...${resultSource}, id: 'made.up' }] }))`,
    );
    for (const held of [outcome, progress]) expect(JSON.stringify(held).length).toBeLessThan(600_000);
    expect(outcome).toMatchObject({
      results: [{ id: 'accept.plain', title: { en: expect.not.stringMatching(/^x$/) } }],
    });
  });
});
