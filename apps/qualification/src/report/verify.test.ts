import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSigningKey, publicJwk, signQualificationReport } from '@garance/oidc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toSignableReport } from './jws.ts';
import { aRun } from './testing/example-run.ts';
import { verifyCommand } from './verify.ts';

let folder: string;
let jws: string;
let origin: string;
let keys: object;
const server = createServer((request, response) => {
  if (request.url === '/qualifications/keys') response.end(JSON.stringify(keys));
  else response.writeHead(302, { location: '/qualifications/keys' }).end();
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garance-verify-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { kid, privateJwk } = await generateSigningKey('ES256');
  keys = { keys: [publicJwk({ ...privateJwk, kid })] };
  const report = toSignableReport(aRun());
  jws = await signQualificationReport(
    { issuer: origin, jti: 'run-1', issuedAt: 1_800_000_000, report },
    {
      ...privateJwk,
      kid,
    },
  );
  await writeFile(join(folder, 'keys.json'), JSON.stringify(keys));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function verify(text: string | undefined, from = `${origin}/qualifications/keys`) {
  const file = join(folder, 'report.jws');
  if (text === undefined) await rm(file, { force: true });
  else await writeFile(file, text);
  const parts: string[] = [];
  const output = { write: (part: string) => parts.push(part) };
  const status = await verifyCommand({ file, keys: from, locale: 'en', output });
  return { status, output: parts.join('') };
}

describe('garance qualify verify', () => {
  it('says who signed what and when, and each verdict that blocks', async () => {
    const { status, output } = await verify(jws);
    expect(status).toBe(0);
    expect(output).toContain(`Signed by ${origin}, on`);
    expect(output).toContain('Run run-1');
    expect(output).toContain('Registration registration-1, version 3');
    expect(output).toContain('2 passed, 2 failed, 1 inconclusive, 1 not applicable');
    expect(output).toContain('failed id-token.wrong-nonce');
    expect(output).not.toContain('requests.pkce');
  });

  it('takes keys out of a file too, and bears the final line break of an editor', async () => {
    expect((await verify(`${jws}\n`, join(folder, 'keys.json'))).status).toBe(0);
  });

  it('ends with 1 for a report altered by one byte, wherever it is', async () => {
    const from = join(folder, 'keys.json');
    for (let at = 0; at < jws.length; at += 29) {
      const altered = `${jws.slice(0, at)}${jws[at] === 'A' ? 'B' : 'A'}${jws.slice(at + 1)}`;
      if (altered !== jws) expect([at, (await verify(altered, from)).status]).toEqual([at, 1]);
    }
    for (const added of [`${jws} `, ` ${jws}`, `${jws}\n\n`, `${jws}\r\n`, `${jws}A`, jws.slice(0, -1)]) {
      expect((await verify(added, from)).status).toBe(1);
    }
  });

  it('ends with 1 where another platform than that of the keys signed', async () => {
    const other = await generateSigningKey('ES256');
    const report = toSignableReport(aRun());
    const foreign = await signQualificationReport(
      { issuer: origin, jti: 'run-1', issuedAt: 1_800_000_000, report },
      { ...other.privateJwk, kid: other.kid },
    );
    expect(await verify(foreign)).toMatchObject({
      status: 1,
      output: expect.stringContaining('not signed by'),
    });
  });

  it('ends with 2 when the report or the keys cannot be read, and follows no redirect to keys', async () => {
    expect((await verify(undefined)).status).toBe(2);
    expect((await verify(jws, join(folder, 'none.json'))).status).toBe(2);
    expect((await verify(jws, `${origin}/elsewhere`)).status).toBe(2);
  });
});
