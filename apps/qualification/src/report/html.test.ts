import { describe, expect, it } from 'vitest';
import { toHtml } from './html.tsx';
import { recogniseLibrary } from './libraries.ts';
import { aResult, aRun, exampleResults, onePixel } from './testing/example-run.ts';

const attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u001b[31m';

describe('the HTML report', () => {
  it('tells a project owner in one sentence whether there is something to fix', () => {
    expect(toHtml(aRun(), 'fr')).toContain('1 point exigé est à corriger');
    expect(toHtml(aRun({ results: [aResult()] }), 'en')).toContain(
      'Everything that your service must refuse',
    );
  });

  it('tells a developer what the hub did, what was expected, what was seen and how to fix it', () => {
    const html = toHtml(aRun(), 'en');
    for (const text of [
      'The platform puts a nonce into the token',
      'The service refuses the sign-in.',
      'The protected page opened.',
      'token, faulty answer',
      'Bonjour Angela',
      'Compare the nonce of the token',
      'OpenID Connect Core 1.0 §3.1.3.7, 11',
      `data:image/png;base64,${Buffer.from(onePixel).toString('base64')}`,
    ]) {
      expect(html).toContain(text);
    }
  });

  it('shows findings beside a verdict also where the scenario passed', () => {
    expect(toHtml(aRun(), 'en')).toContain('A 500 page was shown.');
  });

  it('keeps recommendations apart from what must be fixed', () => {
    const html = toHtml(aRun(), 'en');
    expect(html.indexOf('No code_challenge.')).toBeGreaterThan(html.indexOf('Recommendations'));
    expect(html.indexOf('The protected page opened.')).toBeLessThan(html.indexOf('Recommendations'));
  });

  it('security 16: writes what a service under test said as text, under a policy that runs no script', () => {
    const result = aResult({
      verdict: 'failed',
      reason: { fr: attack, en: attack },
      findings: [{ fr: attack, en: attack }],
      observed: [{ atMs: 1, who: 'suite', text: attack }],
      pageText: attack,
    });
    const html = toHtml(aRun({ results: [result], loginUrl: `https://service.example/${attack}` }), 'fr');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img src=x');
    expect(html).not.toContain('\u001b');
    expect(html).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/,
    );
  });

  it('puts causes before the scenarios, and folds those of one cause after the first', () => {
    const failed = (id: string) => aResult({ id, verdict: 'failed', reason: { fr: id, en: id } });
    const results = ['id-token.missing-nonce', 'id-token.wrong-nonce', 'id-token.nonce-empty'].map(failed);
    const html = toHtml(aRun({ results: [...results, failed('id-token.expired')] }), 'en');
    expect(html).toContain('<strong>nonce is not compared</strong> (3 of 3 scenarios)');
    expect(html).toContain('<summary>2 more scenarios of the same cause</summary>');
    expect(html.match(/<article /g)).toHaveLength(4);
    expect(html.indexOf('nonce is not compared')).toBeLessThan(html.indexOf('In short'));
  });

  it('tells a known library’s setting, and of an old report what it knows', () => {
    const failed = (id: string) => aResult({ id, verdict: 'failed', reason: { fr: id, en: id } });
    const results = [failed('id-token.alg-none'), failed('id-token.unknown-key'), failed('id-token.of-old')];
    const library = recogniseLibrary(['https://service.example/signin-oidc']);
    const html = toHtml(aRun({ results }), 'en', library);
    expect(html).toContain('ASP.NET Core : <code>TokenValidationParameters.ValidAlgorithms');
    expect(html).toContain('id="id-token.of-old"');
    expect(recogniseLibrary(['https://service.example/callback'])).toBeUndefined();
  });

  it('is one file: nothing is fetched', () => {
    const html = toHtml(aRun({ results: exampleResults }), 'fr');
    expect([...html.matchAll(/\b(?:src|href)="(?!data:image\/png|#)/g)]).toEqual([]);
  });
});
