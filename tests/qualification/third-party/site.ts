/** The site around a third-party client library: addresses on loopback, cookies, three pages. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface ThirdPartyService {
  /** Name and version of the client, as the reports of `docs/` state it: `openid-client 6.8.9`. */
  readonly name: string;
  readonly loginUrl: string;
  readonly protectedUrl: string;
  readonly logoutUrl?: string;
  readonly signedIn: { readonly text: string };
  close(): Promise<void>;
}

export const signedInText = 'You are signed in';

/** Answers Fetch requests over HTTP; an exception of the library becomes a plain 500 page, as in most frameworks. */
export async function serveFetch(
  port: number,
  answer: (request: Request) => Promise<Response>,
): Promise<{ close(): Promise<void> }> {
  const server = createServer(listenerOf(`http://127.0.0.1:${port}`, answer));
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject).listen(port, '127.0.0.1', listening.resolve);
  await listening.promise;
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function listenerOf(
  origin: string,
  answer: (request: Request) => Promise<Response>,
): RequestListener<typeof IncomingMessage, typeof ServerResponse> {
  return (incoming, outgoing) => {
    toRequest(incoming, origin)
      .then(answer)
      .catch(() => page(500, '<h1>Sign-in did not work</h1><p><a href="/">Try again</a></p>'))
      .then((response) => send(response, outgoing))
      .catch(() => outgoing.destroy());
  };
}

async function toRequest(incoming: IncomingMessage, origin: string): Promise<Request> {
  const { method = 'GET', url = '/' } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, [value].flat().join(', '));
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: await text(incoming) };
  return new Request(new URL(url, origin), { method, headers, ...body });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(response.status).end(Buffer.from(await response.arrayBuffer()));
}

export function page(status: number, body: string, headers: readonly [string, string][] = []): Response {
  const document = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Third party</title><body>${body}</body></html>`;
  return new Response(document, {
    status,
    headers: [['content-type', 'text/html; charset=utf-8'], ['cache-control', 'no-store'], ...headers],
  });
}

/** The account page, which shows the person as text. */
export function accountPage(person: string, signOut?: string): Response {
  const name = person.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const link = signOut === undefined ? '' : `<p><a href="${signOut}">Sign out</a></p>`;
  return page(200, `<h1>${signedInText}</h1><p>${name}</p>${link}`);
}

export function redirect(location: string, headers: readonly [string, string][] = []): Response {
  return new Response(null, { status: 303, headers: [['location', location], ...headers] });
}

export function readCookie(request: Request, name: string): string | undefined {
  for (const pair of request.headers.get('cookie')?.split('; ') ?? []) {
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  }
  return undefined;
}
