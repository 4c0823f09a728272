import { createServer } from 'node:http';

const { PORT = '8080' } = process.env;
export const origin = `http://localhost:${PORT}`;

/**
 * A small web server with sessions in memory, in the place of your framework's own.
 * A route takes the visitor's session and the address, and gives back the next session and where to go.
 * A document is what anybody may read.
 */
export function serve(routes, documents = {}) {
  const sessions = new Map();
  createServer(async (request, response) => {
    const url = new URL(request.url, origin);
    const cookie = /(?:^|; )tutorial=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    const session = sessions.get(cookie);
    response.setHeader('content-type', 'application/json');
    try {
      const route = routes[url.pathname];
      if (route === undefined) {
        const document = documents[url.pathname] ?? session?.user ?? { signIn: `${origin}/login` };
        response.end(JSON.stringify(document, null, 2));
        return;
      }
      const next = await route(session ?? {}, url);
      // A new name at every step: nobody can plant a session and wait until it is signed in.
      const id = crypto.randomUUID();
      sessions.delete(cookie);
      sessions.set(id, next.session);
      // With https: add Secure, and call it __Host-tutorial.
      response.setHeader('set-cookie', `tutorial=${id}; Path=/; HttpOnly; SameSite=Lax`);
      response.writeHead(303, { location: `${next.to}` }).end();
    } catch (error) {
      const { error: code = error.name, error_description: text = error.message } = error;
      response.writeHead(400).end(JSON.stringify({ error: code, text }));
    }
  }).listen(Number(PORT), '127.0.0.1', () => console.log(`Ready: ${origin}`));
}
