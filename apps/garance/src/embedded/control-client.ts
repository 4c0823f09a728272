/** Client of the control socket. */
import { request } from 'node:http';
import { join } from 'node:path';

/** Path of the control socket in a data directory. */
export function socketPath(dataDir: string): string {
  return process.platform === 'win32' ? '\\\\.\\pipe\\garance-control' : join(dataDir, 'control.sock');
}

/** The running federation refused the request. */
export class AnsweredError extends Error {
  /** Code of the error catalogue. */
  readonly code: string | undefined;

  constructor(status: number | undefined, code: string | undefined) {
    super(`the federation answered ${status}`);
    this.code = code;
  }
}

const answerTimeoutMs = 30_000;

/**
 * Sends a request to the federation that runs on this data directory.
 * @param body sent as JSON
 * @returns the parsed JSON answer; rejects with `AnsweredError` when it refuses, with a connection error when none runs
 */
export function sendControlRequest(dataDir: string, path: string, body?: object): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const outgoing = request(
    { socketPath: socketPath(dataDir), path, method: 'POST', timeout: answerTimeoutMs },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (answer.statusCode === 200) resolve(JSON.parse(text));
        else reject(new AnsweredError(answer.statusCode, codeOf(text)));
      });
    },
  );
  outgoing.on('timeout', () => outgoing.destroy(new Error('the federation did not answer')));
  outgoing.on('error', reject);
  outgoing.end(body && JSON.stringify(body));
  return promise;
}

function codeOf(text: string): string | undefined {
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined;
  return typeof answer.error === 'string' ? answer.error : undefined;
}
