/** The demo civil register: answers over HTTP for the demo's persons, with optional faults. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listen } from '../http/listen.ts';
import { demoPersons } from '../persons/cast.ts';
import { answerXml, findTestEntry, indexPersons } from './answer.ts';
import type { DemoRegister, DemoRegisterOptions, RegisterFault } from './demo-register.ts';
import { matchKey, parseQuery } from './query.ts';

/** The demo's own path, and the path of the national register. */
const paths: ReadonlySet<string> = new Set(['/', '/Brpp2IdentificationComplet/individus']);

/** Starts the register. Rejects when the port is in use. */
export async function startDemoRegister(options: DemoRegisterOptions): Promise<DemoRegister> {
  const index = indexPersons(options.persons ?? demoPersons);
  let fault: RegisterFault | undefined;

  const answer = async (url: URL): Promise<string> => {
    const query = parseQuery(url.searchParams);
    const known = query && index.get(matchKey(query));
    // A test account never changes the entry of a demo person.
    const testAccounts = known === undefined ? await options.listTestAccounts?.() : undefined;
    return answerXml((parsed) => known ?? findTestEntry(testAccounts ?? [], parsed), query, url.href);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://register.invalid');
    if (request.method !== 'GET') return send(response, 405);
    if (url.pathname === '/healthz') return send(response, 200, { body: 'ok' });
    if (!paths.has(url.pathname)) return send(response, 404);
    if (fault === 'slow') return; // Never answered: the connection ends with the client's patience or with close().
    if (fault === 'down') return send(response, 503, { body: 'unavailable' });
    const xml = await answer(url);
    const body = fault === 'malformed' ? xml.slice(0, xml.length / 2) : xml;
    return send(response, 200, { contentType: 'text/xml; charset=utf-8', body });
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => send(response, 500));
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

function send(
  response: ServerResponse,
  status: number,
  { contentType = 'text/plain', body = '' }: { readonly contentType?: string; readonly body?: string } = {},
): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}
