/** An installation for key ceremonies: its configuration changes, and its nodes are restarted, while people sign in. */
import { readFile, writeFile } from 'node:fs/promises';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { walkThroughLogin } from '../clients/walk-through.ts';
import { clientSecret, redirectUri, startInstallation } from './installation.ts';

const basile = { provider: 'low', login: 'basile', password: 'garance' };

export type KeyScene = Awaited<ReturnType<typeof startKeyScene>>;

/** Migrated, with its service and provider; `stack` ends it. No node is started yet. */
export async function startKeyScene(stack: AsyncDisposableStack) {
  const here = await startInstallation(stack);
  const migrated = await here.run(['migrate']).ended;
  if (migrated.code !== 0) throw new Error('the database was not migrated');
  await here.publish(await here.openStore());

  const configure = async (changes: Readonly<Record<string, unknown>>): Promise<void> => {
    const current = JSON.parse(await readFile(here.file, 'utf8')) as object;
    await writeFile(here.file, JSON.stringify({ ...current, ...changes }));
  };
  /** Restarts a node with the current configuration; the other node serves meanwhile. */
  const restart = async (index: 0 | 1): Promise<void> => {
    const node = here.nodes[index];
    here.balancer.route(() => (index === 0 ? 1 : 0));
    node.process().child.kill('SIGTERM');
    const { code } = await node.process().ended;
    if (code !== 0) throw new Error(`the node ended with ${code}: ${node.process().output()}`);
    await node.start();
  };
  /** Runs a command on the installation. */
  const garance = async (...args: readonly string[]) => {
    const run = here.run(args);
    const { code } = await run.ended;
    return { code, text: run.output() };
  };
  return { ...here, configure, restart, garance, signIn: (by?: readonly (0 | 1)[]) => signIn(here, by) };
}

/**
 * A login whose requests go to these nodes in turn.
 * @returns its id_token, verified with the keys that the last node publishes
 */
async function signIn(
  here: Awaited<ReturnType<typeof startInstallation>>,
  by: readonly (0 | 1)[] = [0, 1],
): Promise<string> {
  let turn = 0;
  here.balancer.route(() => by[turn++ % by.length] ?? 0);
  const url = `${here.issuer}/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: 'by-secret',
    redirect_uri: redirectUri,
    scope: 'openid given_name email',
    state: 'state-of-the-service',
    nonce: 'nonce-of-the-service-which-is-long',
    acr_values: 'eidas1',
  })}`;
  const { callback } = await walkThroughLogin(url, basile, { redirectUri });
  const answer = await fetch(`${here.nodes[by[0] ?? 0].origin}/api/v2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'by-secret',
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      code: callback.searchParams.get('code') ?? '',
    }),
  });
  const { id_token: idToken } = (await answer.json()) as { id_token?: string };
  if (idToken === undefined) throw new Error(`no tokens: ${answer.status}`);
  const keySet = await (await fetch(`${here.nodes[by.at(-1) ?? 0].origin}/api/v2/jwks`)).json();
  await jwtVerify(idToken, createLocalJWKSet(keySet as Parameters<typeof createLocalJWKSet>[0]));
  return idToken;
}
