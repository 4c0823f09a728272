import { expect, test } from 'vitest';
import { startFederation } from '../federation.ts';

test('behind a TLS proxy, issuers, cookies and client addresses are those of the proxy’s clients', async () => {
  const federation = await startFederation({
    publicAddresses: {
      portal: 'https://partners.example',
      issuers: { standard: { integration: 'https://standard.example/api/v2' } },
    },
    hubSettings: {
      singleSignOnSeconds: 3600,
      trustedProxies: ['127.0.0.1'],
      links: { legalNotice: 'https://operator.example/legal' },
    },
  });
  const { run, basePort } = federation;
  expect(run.hubs.standard.integration).toBe('https://standard.example/api/v2');
  expect(run.portal).toBe('https://partners.example');
  const hub = `http://127.0.0.1:${basePort + 1}/api/v2`;
  const discovery = (await (await fetch(`${hub}/.well-known/openid-configuration`)).json()) as {
    readonly issuer: string;
    readonly token_endpoint: string;
  };
  expect([discovery.issuer, discovery.token_endpoint]).toEqual([
    'https://standard.example/api/v2',
    'https://standard.example/api/v2/token',
  ]);
  const client = run.clients.find(
    ({ platform, environment }) => platform === 'standard' && environment === 'integration',
  );
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client?.clientId ?? '',
    redirect_uri: client?.redirectUris[0] ?? '',
    scope: 'openid',
    state: 'a-state',
    nonce: 'a-nonce-that-is-long-enough',
    acr_values: 'eidas1',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });
  const visit = (address: string) =>
    fetch(`${hub}/authorize?${query}`, { redirect: 'manual', headers: { 'x-forwarded-for': address } });
  const begun = await visit('192.0.2.1');
  expect(begun.status).toBe(303);
  expect(begun.headers.get('location')).toMatch(/^https:\/\/standard\.example\/api\/v2\/interaction\//);
  expect(begun.headers.get('set-cookie')).toMatch(/^__Host-garance-standard-integration-browser=.*; Secure/);
  expect(begun.headers.get('strict-transport-security')).not.toBeNull();
  // Limits apply to each client address, not to the proxy's.
  const statuses = await Promise.all(
    Array.from({ length: 125 }, async () => (await visit('192.0.2.1')).status),
  );
  expect(statuses).toContain(429);
  expect((await visit('192.0.2.2')).status).toBe(303);
  const legal = await fetch(`${hub}/nowhere`, { headers: { accept: 'text/html' } });
  expect(await legal.text()).toContain('href="https://operator.example/legal"');
  await federation.close();
});

test('metrics of all servers are on a separate port, and on no public one', async () => {
  const federation = await startFederation();
  const { run } = federation;
  const publicOrigins = [
    run.portal,
    ...Object.values(run.hubs).flatMap((hub) => Object.values(hub).map((issuer) => new URL(issuer).origin)),
  ];
  for (const origin of publicOrigins) {
    expect((await fetch(`${origin}/healthz`)).status, origin).toBe(200);
    expect((await fetch(`${origin}/metrics`)).status, origin).toBe(404);
  }
  const answer = await fetch(run.metrics);
  expect([answer.status, new URL(run.metrics).hostname]).toEqual([200, '127.0.0.1']);
  const text = await answer.text();
  const servers = [
    'portal',
    ...['standard', 'plus'].flatMap((platform) => [
      `hub-${platform}-integration`,
      `hub-${platform}-production`,
    ]),
  ];
  for (const server of servers)
    expect(text).toContain(`server="${server}",method="GET",route="/healthz",status="200"`);
  expect(text.match(/# TYPE garance_http_request_seconds /g)).toHaveLength(1);
  await federation.close();
});
