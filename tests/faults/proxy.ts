/** HAProxy in front of two nodes, as `deploy/proxy/haproxy.cfg` has it, without TLS and with checks twice as often. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { until } from '@garance/store/testing';
import type { Node } from '../two-nodes/installation.ts';

const env = { ...process.env, PATH: `${process.env.PATH ?? ''}${delimiter}/usr/sbin` };

export const hasProxy = spawnSync('haproxy', ['-v'], { env, stdio: 'ignore' }).status === 0;

/** The node that an answer comes from. Answers of the proxy itself do not have it. */
export const nodeHeader = 'x-node';
/** The node that a request was given to, whoever answered; absent when there was none. */
export const givenToHeader = 'x-given-to';

export const nodeNames = ['a', 'b'] as const;
export type NodeName = (typeof nodeNames)[number];

interface ProxySettings {
  readonly folder: string;
  readonly port: number;
  readonly nodes: readonly [Node, Node];
}

const portOf = (origin: string): string => new URL(origin).port;

function configurationOf({ port, nodes }: ProxySettings): string {
  const servers = nodes.map(
    ({ origin, internal }, index) =>
      `  server ${nodeNames[index]} 127.0.0.1:${portOf(origin)} check port ${portOf(internal)}`,
  );
  return `global
  maxconn 8000
  tune.bufsize 32768
defaults
  mode http
  timeout connect 3s
  timeout client 30s
  timeout http-request 10s
  timeout http-keep-alive 60s
  timeout server 35s
  retries 2
  option redispatch
  option httpchk GET /readyz
  http-check expect status 200
  timeout check 3s
  default-server inter 500ms fall 2 rise 2
frontend public
  bind 127.0.0.1:${port}
  http-request set-header X-Forwarded-For %[src]
  http-response set-header ${nodeHeader} %s
  http-after-response set-header ${givenToHeader} %[srv_name]
  default_backend hubs
backend hubs
  balance leastconn
${servers.join('\n')}
`;
}

/** Resolves when it gives requests to a node; `stack` ends it. */
export async function startProxy(stack: AsyncDisposableStack, settings: ProxySettings): Promise<void> {
  const file = join(settings.folder, 'haproxy.cfg');
  await writeFile(file, configurationOf(settings));
  const child = spawn('haproxy', ['-db', '-f', file], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errorOutput = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errorOutput += text;
  });
  const ended = once(child, 'exit');
  stack.defer(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const answers = until(() =>
    fetch(`http://127.0.0.1:${settings.port}/api/v2/jwks`).then(
      ({ ok }) => ok || undefined,
      () => undefined,
    ),
  );
  const isUp = await Promise.race([answers, ended.then(() => false)]);
  if (!isUp) throw new Error(`haproxy: ${errorOutput}`);
}
