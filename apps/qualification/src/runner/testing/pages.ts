import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands at an address: a page, a redirect, something unpleasant. */
type Content =
  | string
  | { readonly html: string; readonly headers?: Readonly<Record<string, string>>; readonly status?: number }
  | { readonly location: string }
  /** Bytes for ever. */
  | { readonly endless: true }
  /** No answer at all. */
  | { readonly silent: true };

export interface Pages extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly { readonly line: string; readonly body: string; readonly cookie: string }[];
  connections(): number;
  /** Bytes of endless answers. */
  sent(): number;
}

/** For tests of visitors: a site on loopback with these pages, and nothing else. */
export async function startPages(contents: Readonly<Record<string, Content>>): Promise<Pages> {
  const requests: { line: string; body: string; cookie: string }[] = [];
  let connections = 0;
  let sent = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({
      line: `${request.method} ${request.url}`,
      body: Buffer.concat(chunks).toString(),
      cookie: request.headers.cookie ?? '',
    });
    const [path = ''] = (request.url ?? '').split('?');
    answer(contents[path], response, (bytes) => {
      sent += bytes;
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    sent: () => sent,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  content: Content | undefined,
  response: ServerResponse,
  count: (bytes: number) => void,
): void {
  const html = 'text/html; charset=utf-8';
  if (content === undefined) response.writeHead(404).end('not here');
  else if (typeof content === 'string') response.writeHead(200, { 'content-type': html }).end(content);
  else if ('html' in content) {
    response.writeHead(content.status ?? 200, { 'content-type': html, ...content.headers }).end(content.html);
  } else if ('location' in content) response.writeHead(302, { location: content.location }).end();
  else if ('endless' in content) pour(response, count);
}

function pour(response: ServerResponse, count: (bytes: number) => void): void {
  response.writeHead(200, { 'content-type': 'text/html' });
  const chunk = '<p>more</p>'.repeat(1_000);
  const more = () => {
    while (!response.destroyed && response.write(chunk)) count(chunk.length);
  };
  response.on('drain', more);
  response.on('error', () => undefined);
  more();
}
