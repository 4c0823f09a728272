import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { GaranceError } from '@garance/core';
import type { FastifyInstance } from 'fastify';
import { generatedAssets, readAssetManifest } from '../view/assets.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly brotli: Buffer | undefined;
}

function readAsset(file: string): Asset {
  const compressed = new URL(`${file}.br`, generatedAssets);
  return {
    type: mediaTypes[extname(file)] ?? 'application/octet-stream',
    plain: readFileSync(new URL(file, generatedAssets)),
    brotli: existsSync(compressed) ? readFileSync(compressed) : undefined,
  };
}

/**
 * Serves `/assets/*` from memory. File names contain a hash of the content, so browsers cache them for good. Only names
 * in the manifest are served, so path traversal is impossible.
 */
export function registerAssets(app: FastifyInstance): void {
  const assets = new Map(Object.values(readAssetManifest()).map((file) => [file, readAsset(file)]));
  app.get<{ Params: { file: string } }>('/assets/:file', { logLevel: 'warn' }, (request, reply) => {
    const asset = assets.get(request.params.file);
    if (asset === undefined) throw new GaranceError('general.not_found');
    reply.type(asset.type).header('cache-control', 'public, max-age=31536000, immutable');
    if (asset.brotli === undefined) return reply.send(asset.plain);
    reply.header('vary', 'accept-encoding');
    const brotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    return brotli ? reply.header('content-encoding', 'br').send(asset.brotli) : reply.send(asset.plain);
  });
}
