/**
 * CPU of one `redeem()`, beside the bare cryptography, the bare HTTP exchanges, and the same work done by
 * `openid-client` (docs/decisions/0005-upstream-client.md). The provider runs in a process of its own.
 *
 *     node --conditions=garance-source apps/hub/src/providers/testing/measure-redeem.ts [ECDH-ES|RSA-OAEP-256] [count]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { EncryptionAlg, Provider } from '@garance/core';
import { systemClock } from '@garance/core';
import { createSoftwareDecryptor } from '@garance/oidc';
import { createOutbound, type Outbound } from '@garance/web/outbound';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import * as client from 'openid-client';
import { createProviderGateway } from '../gateway.ts';
import { bareCryptography } from './bare-cryptography.ts';
import { startProviderDouble } from './provider-double.ts';
import { makeEncryptionPair, makeSigningPair } from './token-forge.ts';

const nonce = 'nonce-of-this-login-0001';

interface Ready {
  readonly provider: Provider;
  readonly issuer: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

async function runDouble(alg: EncryptionAlg): Promise<void> {
  const encryption = await makeEncryptionPair(alg);
  const signing = makeSigningPair('ES256', 'key-1');
  const double = await startProviderDouble({
    signing,
    encryption,
    nonce,
    nowSeconds: () => Math.floor(Date.now() / 1000),
    provider: { userinfoFormat: 'signed' },
  });
  const privateJwk = encryption.privateKey.export({ format: 'jwk' }) as JWK;
  process.send?.({
    provider: double.provider,
    issuer: double.issuer,
    privateJwk: { ...privateJwk, kid: encryption.kid },
    publicJwk: signing.publicJwk,
  } satisfies Ready);
  process.on('disconnect', () => process.exit());
  // Recorded requests are for tests; here they would only accumulate.
  setInterval(() => double.seen.splice(0), 1_000).unref();
}

/** Milliseconds of processor time of one run, all threads of this process included. */
async function cpuMsPerRun(count: number, run: () => Promise<unknown>): Promise<number> {
  for (let index = 0; index < Math.min(count, 300); index += 1) await run();
  const before = process.cpuUsage();
  const concurrency = 8;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let index = 0; index < count / concurrency; index += 1) await run();
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / count;
}

function redeemWithGateway(outbound: Outbound, { provider, issuer, privateJwk }: Ready) {
  const decryptor = createSoftwareDecryptor(privateJwk, privateJwk.kty === 'EC' ? 'ECDH-ES' : 'RSA-OAEP-256');
  const gateway = createProviderGateway({
    outbound,
    clock: systemClock,
    decryptor: () => decryptor,
    logger: { warn: (details) => console.error(details) },
  });
  return async () => {
    const answer = await gateway.redeem(provider, {
      redirectUri: 'http://localhost/callback',
      callback: { code: 'code-1', state: 'state', iss: issuer },
      state: 'state',
      nonce,
      codeVerifier: 'verifier-of-this-login',
      requestedLevel: 'eidas2',
      platform: 'plus',
      transactionStartedAtMs: Date.now(),
    });
    if (answer.kind !== 'identity') throw new Error(answer.error);
  };
}

async function redeemWithOpenidClient(
  outbound: Outbound,
  { provider, issuer, privateJwk }: Ready,
  key: CryptoKey,
  alg: string,
) {
  const config = await client.discovery(
    new URL(issuer),
    provider.clientId,
    {
      id_token_signed_response_alg: 'ES256',
      userinfo_signed_response_alg: 'ES256',
      id_token_encrypted_response_alg: alg,
      id_token_encrypted_response_enc: 'A256GCM',
    },
    client.ClientSecretPost(provider.clientSecret),
    {
      [client.customFetch]: outbound.fetch as client.CustomFetch,
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    },
  );
  client.enableDecryptingResponses(config, ['A256GCM'], {
    key,
    alg,
    ...(privateJwk.kid !== undefined && { kid: privateJwk.kid }),
  });
  const callback = new URL('http://localhost/callback');
  callback.search = new URLSearchParams({ code: 'code-1', state: 'state', iss: issuer }).toString();
  return async () => {
    const tokens = await client.authorizationCodeGrant(config, callback, {
      expectedNonce: nonce,
      expectedState: 'state',
      pkceCodeVerifier: 'verifier-of-this-login-verifier-of-this-login',
      idTokenExpected: true,
    });
    await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
  };
}

async function measure(alg: EncryptionAlg, count: number): Promise<void> {
  const child = fork(import.meta.filename, ['double', alg], { execArgv: process.execArgv });
  const [ready] = (await once(child, 'message')) as [Ready];
  const key = (await importJWK(ready.privateJwk, alg)) as CryptoKey;
  const outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
  const bounds = { timeoutMs: 6_000, maxBytes: 262_144 };
  const token = { url: `${ready.issuer}/token`, method: 'POST', body: 'code=1', ...bounds } as const;
  const userinfo = { url: `${ready.issuer}/userinfo`, ...bounds };
  const { body } = await outbound.request(token);
  const idToken: string = JSON.parse(body).id_token;
  const signed = (await outbound.request(userinfo)).body;

  const http = await cpuMsPerRun(count, async () => {
    await outbound.request(token);
    await outbound.request(userinfo);
  });
  const crypto = await cpuMsPerRun(count, bareCryptography({ ...ready, alg, idToken, signed }));
  const gateway = await cpuMsPerRun(count, redeemWithGateway(outbound, ready));
  const peer = await cpuMsPerRun(count, await redeemWithOpenidClient(outbound, ready, key, alg));
  const show = (ms: number) => Number(ms.toFixed(3));
  console.log(
    JSON.stringify({
      alg,
      count,
      cpuMsPerRedeem: {
        gateway: show(gateway),
        openidClient: show(peer),
        bareCryptography: show(crypto),
        bareHttp: show(http),
        gatewayWithoutCryptography: show(gateway - crypto),
      },
    }),
  );
  child.disconnect();
  await outbound.close();
}

const [first, second, third] = process.argv.slice(2);
if (first === 'double') await runDouble((second ?? 'ECDH-ES') as EncryptionAlg);
else await measure((first ?? 'ECDH-ES') as EncryptionAlg, Number(second ?? third ?? 2_000));
