import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const sweepMs = 100;

/**
 * Lets a closing server end as soon as the requests under way are answered. Node stops its timeouts when a server
 * closes, so it would wait without limit for a connection that a browser opened in advance, for an incomplete request,
 * and for a connection kept alive after its answer.
 */
export function endConnectionsOnClose(app: FastifyInstance): void {
  const requestsUnderWay = new Map<Socket, number>();
  const change = (socket: Socket, by: number): void => {
    const count = requestsUnderWay.get(socket);
    if (count !== undefined) requestsUnderWay.set(socket, count + by);
  };
  app.server.on('connection', (socket: Socket) => {
    requestsUnderWay.set(socket, 0);
    socket.once('close', () => requestsUnderWay.delete(socket));
  });
  app.server.on('request', ({ socket }, response) => {
    change(socket, 1);
    response.once('close', () => change(socket, -1));
  });
  const sweep = (): void => {
    for (const [socket, count] of requestsUnderWay) {
      if (count === 0) socket.destroy();
    }
  };
  app.addHook('preClose', async () => {
    if (!app.server.listening) return;
    const timer = setInterval(sweep, sweepMs);
    app.server.once('close', () => clearInterval(timer));
  });
}
