/** A small S3 server for tests that accepts signed requests only: it computes AWS Signature Version 4 independently of the client. */
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface S3Double {
  readonly endpoint: string;
  readonly objects: Map<string, string>;
  /** Requests that were refused because of their signature. */
  refused: number;
  /** Answers 503 to everything while set. */
  down: boolean;
  close(): Promise<void>;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export async function createS3Double(credentials: Credentials): Promise<S3Double> {
  const objects = new Map<string, string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { method = '', url = '', headers } = request;
      const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `${value}`]));
      const answer = (status: number, text = '') => response.writeHead(status).end(text);
      if (double.down) return answer(503);
      if (!isSigned({ method, path: url, headers: flat, body }, credentials)) {
        double.refused += 1;
        return answer(403);
      }
      if (method === 'PUT') {
        objects.set(url, body);
        return answer(200);
      }
      if (method === 'DELETE') return answer(objects.delete(url) ? 204 : 404);
      const found = objects.get(url);
      return found === undefined ? answer(404) : answer(200, found);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const double: S3Double = {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    refused: 0,
    down: false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return double;
}

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function isSigned({ method, path, headers, body }: Received, credentials: Credentials): boolean {
  const { accessKeyId, secretAccessKey, region } = credentials;
  const sent =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (sent === null) return false;
  const [, key, day = '', sentRegion, signed = '', signature] = sent;
  const date = headers['x-amz-date'] ?? '';
  const hash = sha256(body);
  if (key !== accessKeyId || sentRegion !== region || !date.startsWith(day)) return false;
  if (headers['x-amz-content-sha256'] !== hash) return false;
  const names = signed.split(';');
  const canonical = [
    method,
    path,
    '',
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    signed,
    hash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const signingKey = [region, 's3', 'aws4_request'].reduce<Buffer>(
    (derived, part) => hmac(derived, part),
    hmac(`AWS4${secretAccessKey}`, day),
  );
  return hmac(signingKey, toSign).toString('hex') === signature;
}
