/** The demo civil register: answers over HTTP for the demo persons, and misbehaves on demand. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listen } from '../http/listen.ts';
import { demoPersons } from '../persons/cast.ts';
import { answerXml, findTestEntry, indexPersons } from './answer.ts';
import { matchKey, parseQuery } from './query.ts';
import type { DemoRegister, DemoRegisterOptions, RegisterFault } from './types.ts';

/** Where the national register answers; the demo's own address is shorter. */
const paths: ReadonlySet<string> = new Set(['/', '/Brpp2IdentificationComplet/individus']);

/** Starts the register. Throws when the port is taken. */
export async function startDemoRegister(options: DemoRegisterOptions): Promise<DemoRegister> {
  const index = indexPersons(options.persons ?? demoPersons);
  let fault: RegisterFault | undefined;

  const answer = async (url: URL): Promise<string> => {
    const query = parseQuery(url.searchParams);
    const known = query && index.get(matchKey(query));
    // What partners invent changes nothing of what is known of the cast.
    const testAccounts = known === undefined ? await options.listTestAccounts?.() : undefined;
    return answerXml((asked) => known ?? findTestEntry(testAccounts ?? [], asked), query, url.href);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://register.invalid');
    if (request.method !== 'GET') return send(response, 405, 'text/plain', '');
    if (url.pathname === '/healthz') return send(response, 200, 'text/plain', 'ok');
    if (!paths.has(url.pathname)) return send(response, 404, 'text/plain', '');
    if (fault === 'slow') return; // Never answered: the connection ends with the client's patience or with close().
    if (fault === 'down') return send(response, 503, 'text/plain', 'unavailable');
    const xml = await answer(url);
    const body = fault === 'malformed' ? xml.slice(0, xml.length / 2) : xml;
    return send(response, 200, 'text/xml; charset=utf-8', body);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => send(response, 500, 'text/plain', ''));
  });

  const port = await listen(server, options);
  return {
    url: `http://${options.host}:${port}/`,
    port,
    setFault: (next) => {
      fault = next;
    },
    close: () => closeServer(server),
  };
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}
