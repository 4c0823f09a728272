import type { ScenarioResult } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { createTerminalProgress } from './terminal.ts';
import { aResult, aRun, exampleResults } from './testing/example-run.ts';

function written(
  results: readonly ScenarioResult[],
  { isTTY = false, colour = false, locale = 'en' as 'en' | 'fr' } = {},
): string {
  const parts: string[] = [];
  const output = { isTTY, columns: 40, write: (text: string) => parts.push(text) };
  const progress = createTerminalProgress(output, { locale, colour });
  progress.onProgress({ kind: 'started', scenarios: results.length });
  for (const [index, result] of results.entries()) {
    progress.onProgress({ kind: 'result', done: index + 1, of: results.length, result });
  }
  progress.finish(aRun({ results }));
  return parts.join('');
}

describe('at a terminal', () => {
  it('tells why each failure failed and how to fix it, says nothing of a pass, and sums up by family', () => {
    const text = written(exampleResults);
    expect(text).toContain('failed id-token.wrong-nonce Another nonce\n    The protected page opened.');
    expect(text).toContain('To fix: Compare the nonce of the token');
    expect(text).toContain('recommendation requests.pkce');
    expect(text).toContain('note: A 500 page was shown.');
    expect(text).not.toContain('accept.plain');
    expect(text).toMatch(/✗ Identity token +1 failed/);
    expect(text).toMatch(/✓ What must be accepted +1 passed/);
    expect(text).toMatch(/✓ Sign-in requests +1 failed/);
    expect(text).toContain('1 required scenario to fix.\n1 required scenario without a verdict');
  });

  it('says in French that everything passed', () => {
    expect(written([aResult()], { locale: 'fr' })).toContain('Tous les scénarios exigés sont réussis.');
  });

  it('runs a counter in place where a person looks on, cut to the width', () => {
    const text = written([aResult({ id: `a.${'b'.repeat(80)}` })], { isTTY: true });
    expect(text).toContain(`\r\u001b[2K1/1 a.${'b'.repeat(33)}`);
    expect(text).not.toContain('b'.repeat(34));
  });

  it('writes no escape sequence where nobody does, and none that a service under test sent', () => {
    const hostile = { fr: 'a\u001b]0;x\u0007', en: 'a\u001b]0;x\u0007\r\nfailed' };
    const text = written([aResult({ verdict: 'failed', reason: hostile }), ...exampleResults.slice(2)]);
    for (const control of ['\u001b', '\u0007', '\r']) expect(text).not.toContain(control);
    expect(written(exampleResults, { colour: true })).toContain('\u001b[31mfailed\u001b[0m');
  });
});
