/** For tests and to look at: a run in which one of everything happened. */
import { type ScenarioResult, type SuiteRun, summarise } from '@garance/core';

/** A PNG of one pixel. */
export const onePixel = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

const startMs = Date.UTC(2026, 10, 3, 9, 5);

export function aResult(changes: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    id: 'id-token.wrong-nonce',
    family: 'id-token',
    level: 'standard',
    title: { fr: 'Un autre nonce', en: 'Another nonce' },
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 11',
    does: {
      fr: 'La plateforme met dans le jeton un nonce que personne n’a demandé.',
      en: 'The platform puts a nonce into the token that nobody asked for.',
    },
    expects: { fr: 'Le service refuse la connexion.', en: 'The service refuses the sign-in.' },
    verdict: 'passed',
    findings: [],
    observed: [
      { atMs: startMs + 100, who: 'suite', text: 'GET /login → 302' },
      { atMs: startMs + 160, who: 'hub', text: 'authorize, state of 43 characters' },
      { atMs: startMs + 300, who: 'hub', text: 'token, faulty answer' },
    ],
    advice: {
      fr: 'Comparez le nonce du jeton avec celui de la session.',
      en: 'Compare the nonce of the token with the one of the session.',
    },
    durationMs: 812,
    ...changes,
  };
}

const reason = { fr: 'La page protégée s’est ouverte.', en: 'The protected page opened.' };

export const exampleResults: readonly ScenarioResult[] = [
  aResult({ id: 'accept.plain', family: 'accept', title: { fr: 'Connexion simple', en: 'Plain sign-in' } }),
  aResult({ verdict: 'failed', reason, pageText: 'Bonjour Angela', screenshot: onePixel }),
  aResult({
    id: 'callback.wrong-issuer',
    family: 'callback',
    level: 'platform',
    title: { fr: 'Un autre émetteur', en: 'Another issuer' },
    verdict: 'inconclusive',
    reason: { fr: 'Le service n’a pas répondu.', en: 'The service did not answer.' },
  }),
  aResult({
    id: 'requests.pkce',
    family: 'requests',
    level: 'recommended',
    title: { fr: 'PKCE', en: 'PKCE' },
    verdict: 'failed',
    reason: { fr: 'Aucun code_challenge.', en: 'No code_challenge.' },
  }),
  aResult({
    id: 'discovery.issuer-differs',
    family: 'discovery',
    verdict: 'not-applicable',
    reason: { fr: 'Aucune instance de test.', en: 'No test instance.' },
  }),
  aResult({
    id: 'token-endpoint.server-error',
    family: 'token-endpoint',
    findings: [{ fr: 'Une page 500 a été montrée.', en: 'A 500 page was shown.' }],
  }),
];

export function aRun(changes: Partial<SuiteRun> = {}): SuiteRun {
  const results = changes.results ?? exampleResults;
  return {
    schema: 'garance-qualification-1',
    suiteVersion: '0.1.0',
    platform: 'plus',
    serviceId: 'service-1',
    clientId: 'client-1',
    registrationId: 'registration-1',
    registrationVersion: 3,
    loginUrl: 'https://service.example/login',
    mode: 'browser',
    coverage: 'whole',
    startedAtMs: startMs,
    finishedAtMs: startMs + 58_000,
    summary: summarise(results),
    ...changes,
    results,
  };
}
