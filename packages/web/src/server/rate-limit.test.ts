import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';
import { callerKey, callerNetwork, callerSite, createRateLimiter, rateLimitByAddress } from './rate-limit.ts';

const logger = createPino({ name: 'test', level: 'silent' });

describe('the network of a caller', () => {
  it('is the /48 of an IPv6 address, however it is written', () => {
    const site = callerSite('2001:db8:1:2::3');
    expect(site).toBeDefined();
    for (const same of ['2001:db8:1::', '2001:0DB8:0001:ffff::1', '2001:db8:1:0:0:0:192.0.2.1']) {
      expect([same, callerSite(same)]).toEqual([same, site]);
    }
    for (const other of ['2001:db8:2::1', '2001:db9:1:2::3', '::1']) {
      expect([other, callerSite(other) === site]).toEqual([other, false]);
    }
  });

  it('is undefined for an IPv4 address, in IPv6 form too, and for text that is no address', () => {
    for (const address of ['192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201', 'x', '', 'a:b']) {
      expect([address, callerSite(address)]).toEqual([address, undefined]);
    }
  });
});

describe('the rate limit by address', () => {
  it('allows a client its limit and returns the waiting time above it', () => {
    const clock = createManualClock(0);
    const limiter = createRateLimiter({ limit: 2, windowSeconds: 60, clock });
    expect([limiter.hit('203.0.113.1'), limiter.hit('203.0.113.1')]).toEqual([0, 0]);
    clock.advance(20_000);
    expect(limiter.hit('203.0.113.1')).toBe(40);
  });

  it('starts again when the window ends', () => {
    const clock = createManualClock(0);
    const limiter = createRateLimiter({ limit: 1, windowSeconds: 60, clock });
    limiter.hit('203.0.113.1');
    expect(limiter.hit('203.0.113.1')).toBeGreaterThan(0);
    clock.advance(60_000);
    expect(limiter.hit('203.0.113.1')).toBe(0);
  });

  it('counts other clients separately', () => {
    const limiter = createRateLimiter({ limit: 1, windowSeconds: 60, clock: createManualClock(0) });
    for (let request = 0; request < 100; request += 1) limiter.hit('203.0.113.1');
    expect(limiter.hit('203.0.113.2')).toBe(0);
  });

  it('keeps a bounded number of clients, the latest ones', () => {
    const clock = createManualClock(0);
    const limiter = createRateLimiter({ limit: 1, windowSeconds: 60, clock, maxAddresses: 10 });
    for (let caller = 0; caller < 1000; caller += 1) limiter.hit(`198.51.100.${caller}`);
    expect(limiter.size()).toBe(10);
    expect(limiter.hit('198.51.100.999')).toBeGreaterThan(0);
  });

  it('frees the memory of ended windows at the next new client', () => {
    const clock = createManualClock(0);
    const limiter = createRateLimiter({ limit: 1, windowSeconds: 60, clock });
    for (let caller = 0; caller < 50; caller += 1) limiter.hit(`198.51.100.${caller}`);
    clock.advance(61_000);
    limiter.hit('203.0.113.1');
    expect(limiter.size()).toBe(1);
  });

  it('counts an IPv6 network of one owner, and an IPv4 address in either notation, as one caller', () => {
    expect(callerKey('2001:db8:1:2::1')).toBe(callerKey('2001:db8:1:2:ffff::9'));
    expect(callerKey('2001:db8:1:3::1')).not.toBe(callerKey('2001:db8:1:2::1'));
    expect(callerKey('::ffff:203.0.113.7')).toBe('203.0.113.7');
  });

  it('gives the network of an address: a /24, a /48', () => {
    expect(callerNetwork('203.0.113.7')).toBe('203.0.113.0/24');
    expect(callerNetwork('::ffff:203.0.113.250')).toBe('203.0.113.0/24');
    expect(callerNetwork('203.0.114.7')).not.toBe(callerNetwork('203.0.113.7'));
    expect(callerNetwork('2001:db8:1:2::1')).toBe(callerNetwork('2001:db8:1:ffff::9'));
    expect(callerNetwork('2001:db8:2::1')).not.toBe(callerNetwork('2001:db8:1::1'));
    expect(callerNetwork('not an address')).toBe('not an address');
  });

  it('answers 429 with Retry-After and the catalogue error', async () => {
    const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
    const limit = rateLimitByAddress({ limit: 1, windowSeconds: 60, clock: createManualClock(0) });
    app.get('/limited', { onRequest: limit, config: { answers: 'json' } }, () => 'fine');
    const first = await app.inject({ url: '/limited', remoteAddress: '203.0.113.1' });
    const second = await app.inject({ url: '/limited', remoteAddress: '203.0.113.1' });
    const other = await app.inject({ url: '/limited', remoteAddress: '203.0.113.2' });
    expect([first.statusCode, second.statusCode, other.statusCode]).toEqual([200, 429, 200]);
    expect(second.headers['retry-after']).toBe('60');
    expect(second.json()).toMatchObject({ error_code: 'general.rate_limited' });
    await app.close();
  });

  it('ignores another address named by the client', async () => {
    const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
    const limit = rateLimitByAddress({ limit: 1, windowSeconds: 60, clock: createManualClock(0) });
    app.get('/limited', { onRequest: limit }, () => 'fine');
    await app.inject({ url: '/limited', remoteAddress: '203.0.113.1' });
    const forged = await app.inject({
      url: '/limited',
      remoteAddress: '203.0.113.1',
      headers: { 'x-forwarded-for': '198.51.100.7', forwarded: 'for=198.51.100.7' },
    });
    expect(forged.statusCode).toBe(429);
    await app.close();
  });
});
