import type { ScenarioResult } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { recogniseLibrary } from './libraries.ts';
import { type AroundRun, createTerminalProgress } from './terminal.ts';
import { aResult, aRun, exampleResults } from './testing/example-run.ts';

function written(
  results: readonly ScenarioResult[],
  { isTTY = false, colour = false, locale = 'en' as 'en' | 'fr', stepMs = 0, around = {} as AroundRun } = {},
): string {
  const parts: string[] = [];
  const output = { isTTY, columns: 40, write: (text: string) => parts.push(text) };
  let nowMs = 0;
  const progress = createTerminalProgress(output, { locale, colour, now: () => nowMs });
  progress.onProgress({ kind: 'started', scenarios: results.length });
  for (const [index, result] of results.entries()) {
    nowMs += stepMs;
    progress.onProgress({ kind: 'result', done: index + 1, of: results.length, result });
  }
  progress.finish(aRun({ results }), around);
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

  it('tells causes before scenarios, with what to change in the library that the service is built on', () => {
    const failed = (id: string) => aResult({ id, verdict: 'failed', reason: { fr: 'r', en: 'r' } });
    const results = [
      ...['id-token.alg-none', 'id-token.unknown-key', 'id-token.altered-signature'].map(failed),
      aResult({ id: 'id-token.embedded-jwk' }),
      ...['id-token.missing-nonce', 'id-token.wrong-nonce'].map(failed),
      failed('id-token.expired'),
    ];
    const library = recogniseLibrary(['https://service.example/login/oauth2/code/garance']);
    const text = written(results, { around: { library } });
    expect(text).toContain('Causes:\n  The id_token’s signature is not verified');
    expect(text).toMatch(/got round \(3 of 4 scenarios\)\n {4}Spring Security: an OidcIdTokenDecoderFactory/);
    expect(text).toContain('nonce is not compared (2 of 2 scenarios)');
    // One alone is told by itself.
    expect(text).not.toContain('times are not checked');
    expect(text.indexOf('Causes:')).toBeLessThan(text.indexOf('required scenarios to fix'));
  });

  it('tells what is undecided for one reason once, and names the others at the end', () => {
    const undecided = (id: string, en: string) =>
      aResult({ id, verdict: 'inconclusive', reason: { fr: en, en } });
    const text = written([
      undecided('accept.a', 'The service is down (503).'),
      undecided('accept.b', 'The service is down (503).'),
      undecided('accept.c', 'Something else.'),
      undecided('accept.d', 'The service is down (503).'),
    ]);
    expect(text.match(/The service is down/g)).toHaveLength(2);
    expect(text).toContain(
      '2 more without a verdict, for the same reason: The service is down (503).\n    accept.b, accept.d\n',
    );
    expect(text.match(/Something else/g)).toHaveLength(1);
  });

  it('says how often the service asked to wait', () => {
    const cost = { plays: 1, heldBack: 3, logins: 1, cpuMs: 1 };
    expect(written([aResult()], { around: { cost } })).toContain('limited the rate (429) 3 times');
    expect(written([aResult()], { around: { cost: { ...cost, heldBack: 0 } } })).not.toContain('429');
  });

  it('estimates once how long the rest takes, by what was played', () => {
    const results = Array.from({ length: 100 }, (_, place) =>
      aResult({ id: `accept.n${place}`, ...(place < 10 && { verdict: 'not-applicable' as const }) }),
    );
    const text = written(results, { stepMs: 3_000 });
    // 20 of them played in 30 steps of 3 s: 4.5 s each, and 70 are left.
    expect(text.match(/about .* left/g)).toEqual(['about 6 min left']);
    expect(written(results.slice(0, 15), { stepMs: 3_000 })).not.toContain('left');
  });

  it('says what a run took, and what --quick and --slow leave out', () => {
    const cost = { plays: 167, heldBack: 0, logins: 190, cpuMs: 4_321 };
    const text = written([aResult()], { around: { cost, quick: true } });
    expect(text).toContain('167 scenarios played, 190 logins, 4.3 s of processor time, ');
    expect(text).toContain('Without --quick all are played.');
  });
});
