import { createPrivateKey } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type PivotIdentity, systemClock } from '@garance/core';
import { demoPersons, startDemoRegister } from '@garance/demo';
import { type CivilRegisterSettings, openCivilRegister } from '@garance/hub';
import { createTestAuthority } from '@garance/store/testing';
import { createOutbound, OutboundError } from '@garance/web/outbound';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const authority = createTestAuthority('Test Authority');
const otherAuthority = createTestAuthority('Another Authority');
const serverCertificate = authority.issue('register', ['127.0.0.1', 'register.example']);
const hubCertificate = authority.issue('hub');

const claims = demoPersons.find(({ id }) => id === 'amarante')?.accounts[0]?.claims;
if (claims === undefined) throw new Error('no Amarante in the cast');
const amarante: PivotIdentity = {
  givenName: claims.given_name,
  familyName: claims.family_name,
  birthdate: claims.birthdate,
  gender: claims.gender,
  birthplace: claims.birthplace,
  birthcountry: claims.birthcountry,
};

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** The demo register behind TLS with a client certificate; records the client's name and the requested host. */
async function startTlsRegister() {
  const register = await startDemoRegister({ host: '127.0.0.1', port: 0 });
  const callers: (string | undefined)[] = [];
  const server = createTlsServer(
    {
      cert: serverCertificate.certificate,
      key: serverCertificate.key,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      callers.push(String((request.socket as TLSSocket).getPeerCertificate().subject?.CN));
      fetch(new URL(request.url ?? '/', register.url))
        .then(async (answer) => response.writeHead(answer.status).end(await answer.text()))
        .catch(() => response.writeHead(502).end());
    },
  );
  const port = await listening(server);
  return {
    port,
    callers,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await register.close();
    },
  };
}

type Behaviour = 'honest' | 'refuses' | 'silent';

/** A proxy that supports CONNECT only and connects every name to loopback. */
async function startProxy() {
  const requests: { readonly target: string; readonly authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  let behaviour: Behaviour = 'honest';
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    sockets.add(socket);
    requests.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    if (behaviour === 'silent') return;
    if (behaviour === 'refuses') return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const upstream = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    sockets.add(upstream);
    for (const end of [socket, upstream]) end.on('error', () => end.destroy());
  });
  const port = await listening(server);
  return {
    port,
    requests,
    behave: (next: Behaviour) => {
      behaviour = next;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

let register: Awaited<ReturnType<typeof startTlsRegister>>;
let proxy: Awaited<ReturnType<typeof startProxy>>;

beforeAll(async () => {
  [register, proxy] = await Promise.all([startTlsRegister(), startProxy()]);
});
afterAll(async () => {
  await Promise.all([register?.close(), proxy?.close()]);
});

const direct = (): CivilRegisterSettings => ({
  url: `https://127.0.0.1:${register.port}/`,
  privateNetwork: true,
  authorities: authority.certificate,
  clientCertificate: hubCertificate.certificate,
  clientKey: hubCertificate.key,
});
const proxied = (credentials = ''): CivilRegisterSettings => ({
  ...direct(),
  url: `https://register.example:${register.port}/`,
  proxy: `http://${credentials}127.0.0.1:${proxy.port}`,
});

async function lookUp(settings: CivilRegisterSettings) {
  const { register: civilRegister, close } = openCivilRegister(settings, {
    environment: 'production',
    clock: systemClock,
    logger: { warn: () => undefined },
  });
  const answer = await civilRegister.lookUp(amarante);
  await close();
  return answer;
}

describe('a register that asks for a client certificate', () => {
  it('answers the hub that has one, and identifies it', async () => {
    register.callers.length = 0;
    expect(await lookUp(direct())).toMatchObject({ kind: 'found', identity: { familyName: 'Cochenille' } });
    expect(register.callers).toEqual(['hub']);
  });

  it('accepts a key with a passphrase', async () => {
    const passphrase = 'a passphrase';
    const clientKey = createPrivateKey(hubCertificate.key)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
      .toString();
    expect(await lookUp({ ...direct(), clientKey, clientKeyPassphrase: passphrase })).toMatchObject({
      kind: 'found',
    });
  });

  it.each<[string, () => CivilRegisterSettings, RegExp]>([
    [
      'without a certificate',
      () => {
        const { clientCertificate: _, clientKey: __, ...without } = direct();
        return without;
      },
      /^network/,
    ],
    [
      'with one of another authority',
      () => {
        const { certificate, key } = otherAuthority.issue('hub');
        return { ...direct(), clientCertificate: certificate, clientKey: key };
      },
      /^network/,
    ],
    [
      'that trusts another authority',
      () => ({ ...direct(), authorities: otherAuthority.certificate }),
      /^network (UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/,
    ],
    [
      'that trusts those of the system',
      () => {
        const { authorities: _, ...without } = direct();
        return without;
      },
      /^network (UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/,
    ],
    [
      'at a name that the certificate does not hold',
      () => ({ ...direct(), url: `https://localhost:${register.port}/` }),
      /^network ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
  ])('is unavailable for a hub %s', async (_what, settings, reason) => {
    register.callers.length = 0;
    expect(await lookUp(settings())).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(reason),
    });
    expect(register.callers).toEqual([]);
  });

  it('sees the certificate on its own connection only: another client of the hub sends none', async () => {
    const other = createOutbound({ policy: { allowHttp: false, allowPrivateAddresses: true } });
    const request = other.request({ url: direct().url, timeoutMs: 5_000, maxBytes: 1_000 });
    await expect(request).rejects.toThrow(OutboundError);
    await other.close();
  });
});

describe('a proxy between the hub and the register', () => {
  it('is asked for a tunnel to the register’s name, and TLS inside ends at the register', async () => {
    proxy.requests.length = 0;
    register.callers.length = 0;
    expect(await lookUp(proxied())).toMatchObject({ kind: 'found' });
    expect(proxy.requests).toEqual([
      { target: `register.example:${register.port}`, authorization: undefined },
    ]);
    expect(register.callers).toEqual(['hub']);
  });

  it('receives the credentials of its address, decoded', async () => {
    proxy.requests.length = 0;
    await lookUp(proxied('garance:p%40ss%3Aword@'));
    const [connect] = proxy.requests;
    expect(Buffer.from(connect?.authorization?.split(' ')[1] ?? '', 'base64').toString()).toBe(
      'garance:p@ss:word',
    );
  });

  it('cannot impersonate the register: the certificate in the tunnel is compared with the register’s name', async () => {
    const elsewhere = { ...proxied(), url: `https://another.example:${register.port}/` };
    expect(await lookUp(elsewhere)).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  it.each<[Behaviour, RegExp]>([
    ['refuses', /^network UND_ERR_ABORTED$/],
    ['silent', /^timeout/],
  ])('that %s makes the register unavailable, in time', async (behaviour, reason) => {
    proxy.behave(behaviour);
    const answer = await lookUp({ ...proxied(), timeoutMs: 300 });
    proxy.behave('honest');
    expect(answer).toMatchObject({ kind: 'unavailable', reason: expect.stringMatching(reason) });
  });

  it('is used with a tunnel for plain http too, where http is allowed', async () => {
    const plain = await startDemoRegister({ host: '127.0.0.1', port: 0 });
    proxy.requests.length = 0;
    const opened = openCivilRegister(
      { url: `http://register.example:${plain.port}/`, proxy: proxied().proxy },
      {
        environment: 'integration',
        clock: systemClock,
        logger: { warn: () => undefined },
        policy: { allowHttp: true, allowPrivateAddresses: true },
      },
    );
    expect((await opened.register.lookUp(amarante)).kind).toBe('found');
    expect(proxy.requests.map(({ target }) => target)).toEqual([`register.example:${plain.port}`]);
    await opened.close();
    await plain.close();
  });
});

describe('attack 11: through a proxy or not, the register is', () => {
  it.each([
    ['not at a metadata address', { url: 'https://169.254.169.254/' }],
    ['not at a private address unless that is set', { url: 'https://10.0.0.1/', privateNetwork: false }],
    ['not at an address with credentials', { url: 'https://a:b@register.example/' }],
    ['not asked in the clear', { url: 'http://register.example/' }],
  ])('%s', async (_what, changes) => {
    expect(() => lookUpOf({ ...direct(), ...changes })).toThrow(OutboundError);
    expect(() => lookUpOf({ ...proxied(), ...changes })).toThrow(OutboundError);
  });

  it('never behind a proxy at a metadata or link-local address', () => {
    for (const address of ['169.254.169.254', '[fe80::1]', '0.0.0.0', '[fd00:ec2::254]']) {
      expect(() => lookUpOf({ ...proxied(), proxy: `http://${address}:3128` }), address).toThrow(
        OutboundError,
      );
    }
  });

  it('not when its name resolves to a forbidden address', async () => {
    const outbound = createOutbound({
      policy: { allowHttp: false, allowPrivateAddresses: false },
      proxy: `http://proxy.example:${proxy.port}`,
      lookup: (_name, callback) => callback(null, [{ address: '169.254.169.254', family: 4 }]),
    });
    const request = outbound.request({ url: 'https://register.example/', timeoutMs: 5_000, maxBytes: 10 });
    await expect(request).rejects.toMatchObject({ reason: 'blocked-address' });
    await outbound.close();
  });
});

/** Opens the register's client and closes it. */
function lookUpOf(settings: CivilRegisterSettings): void {
  const opened = openCivilRegister(settings, {
    environment: 'production',
    clock: systemClock,
    logger: { warn: () => undefined },
  });
  void opened.close();
}
