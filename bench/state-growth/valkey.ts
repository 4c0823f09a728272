import { once } from 'node:events';
import { connect } from 'node:net';
import { driveRound } from '../measure.ts';
import type { Options } from '../options.ts';
import { admitTarget, setStage } from '../stage.ts';

interface Held {
  readonly bytes: number;
  readonly keys: number;
}

/** Memory and keys as reported by the server. */
async function held(url: string): Promise<Held> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let output = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  socket.end('INFO memory\r\nDBSIZE\r\nQUIT\r\n');
  await once(socket, 'close');
  const bytes = /^used_memory:(\d+)/m.exec(output)?.[1];
  const keys = /^:(\d+)/m.exec(output)?.[1];
  if (bytes === undefined || keys === undefined) throw new Error('the server does not say what it holds');
  return { bytes: Number(bytes), keys: Number(keys) };
}

/**
 * Runs whole logins at a hub on this server, faster than their data expires, and compares the memory before and after.
 * The server must not be used by other programs.
 */
export async function bytesPerLogin(
  url: string,
  loginCount: number,
  options: Options,
): Promise<Held & { readonly logins: number }> {
  const stage = await setStage(options);
  const target = await admitTarget(stage, 'hub', 'targets/hub');
  // Excludes what a server allocates once: tables for the first keys, scripts.
  await driveRound(stage, target, { mode: { kind: 'closed', concurrency: 4 }, durationMs: 2_000 });
  const before = await held(url);
  let logins = 0;
  const begun = performance.now();
  // Access tokens live for a minute.
  while (logins < loginCount && performance.now() - begun < 45_000) {
    const round = await driveRound(stage, target, {
      mode: { kind: 'closed', concurrency: options.concurrency },
      durationMs: 2_000,
    });
    logins += round.logins;
  }
  const after = await held(url);
  await Promise.all([target.process, stage.load, stage.upstream].map((running) => running.stop()));
  return { logins, bytes: (after.bytes - before.bytes) / logins, keys: (after.keys - before.keys) / logins };
}
