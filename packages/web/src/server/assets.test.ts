import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetUrl, readAssetManifest } from '../view/assets.ts';
import { registerAssets } from './assets.ts';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';

const logger = createPino({ name: 'test', level: 'silent' });
const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });

beforeAll(() => registerAssets(app));
afterAll(() => app.close());

describe('the assets', () => {
  it('are all served, cacheable for good and named by their content', async () => {
    for (const name of Object.keys(readAssetManifest())) {
      const { statusCode, headers } = await app.inject(assetUrl(name));
      expect(statusCode).toBe(200);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(assetUrl(name)).toMatch(/-[0-9a-f]{12}\.\w+$/);
    }
  });

  it('are compressed for browsers that support it', async () => {
    const url = assetUrl('main.css');
    const plain = await app.inject(url);
    const small = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
    expect(small.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(small.rawPayload)).toEqual(plain.rawPayload);
    expect(small.rawPayload.length).toBeLessThan(12_000);
  });

  it('use only the typeface that Garance may use, and no State emblem', async () => {
    const { body } = await app.inject(assetUrl('main.css'));
    expect(body).toContain('Public Sans');
    expect(body).not.toMatch(/GDS Transport|crown/i);
    expect(body).not.toContain('asset:');
    for (const [, url] of body.matchAll(/url\(["']?([^"')]+)/g)) {
      expect((await app.inject(`/assets/${url}`)).statusCode).toBe(200);
    }
  });

  it.each([
    '/assets/manifest.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/package.json',
    '/assets/x.css',
  ])('do not include %s', async (url) => {
    expect((await app.inject(url)).statusCode).toBe(404);
  });
});
