import { describe, expect, it } from 'vitest';
import { type OutboundOutcome, observeOutbound } from './observe-outbound.ts';
import { createOutbound } from './outbound.ts';
import { startLoopbackServer } from './testing/loopback-server.ts';

const bounds = { timeoutMs: 5_000, maxBytes: 100 };

describe('an observed outbound client', () => {
  it.each<readonly [string, OutboundOutcome]>([
    ['/200', 200],
    ['/404', 404],
    ['/503', 503],
    ['/302', 'redirect'],
    ['/large', 'too-large'],
  ])('reports the result of a request for %s', async (path, expected) => {
    await using server = await startLoopbackServer((request, response) => {
      const status = Number(request.url?.slice(1));
      response.writeHead(Number.isNaN(status) ? 200 : status, { location: '/' });
      response.end(request.url === '/large' ? 'x'.repeat(101) : 'answer');
    });
    const outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
    const ended: OutboundOutcome[] = [];
    const observed = observeOutbound(outbound, () => ({ end: (outcome) => void ended.push(outcome) }));
    const request = observed.request({ url: new URL(path, server.url), ...bounds });
    if (typeof expected === 'number') expect((await request).status).toBe(expected);
    else await expect(request).rejects.toMatchObject({ reason: expected });
    expect(ended).toEqual([expected]);
    expect(observed.policy).toBe(outbound.policy);
    await outbound.close();
  });

  it('sends the headers of its observer with those of the request', async () => {
    await using server = await startLoopbackServer((request, response) => {
      response.end(`${request.headers.authorization} ${request.headers.traceparent}`);
    });
    const outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
    const observed = observeOutbound(outbound, () => ({
      headers: { traceparent: '00-1-2-01' },
      end: () => {},
    }));
    const { body } = await observed.request({
      url: server.url,
      headers: { authorization: 'Basic x' },
      ...bounds,
    });
    expect(body).toBe('Basic x 00-1-2-01');
    await outbound.close();
  });
});
