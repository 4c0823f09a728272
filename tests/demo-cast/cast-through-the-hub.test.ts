import { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  type CivilRegister,
  type CogTable,
  createGeography,
  decideIdentity,
  type Provider,
  parseProviderIdentity,
  personFingerprint,
  systemClock,
} from '@garance/core';
import {
  type DemoProviderId,
  type DemoProviders,
  type DemoRegister,
  demoAccountLines,
  demoPersons,
  demoProviderIds,
  demoProviderProfiles,
  startDemoProviders,
  startDemoRegister,
} from '@garance/demo';
import { createHttpCivilRegister, createProviderGateway, type ProviderGateway } from '@garance/hub';
import { type Decryptor, decryptorOver } from '@garance/oidc';
import { createOutbound, type Outbound } from '@garance/web/outbound';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const redirectUri = 'http://localhost:9/api/v2/oidc-callback/demo';
const loopback = '127.0.0.1';

/** Outcome of each login that must fail; the logins of all other persons succeed. */
const endings: Readonly<Record<string, string>> = {
  achille: 'register.refused',
  perle: 'register.not_found',
  dominique: 'register.several',
  prosper: 'register.not_found',
  capucine: 'register.usage_name_only',
  ulysse: 'birthplace',
  octave: 'birthdate',
};

/** The hub's gateway and register client, without its pages, against the demo's providers and register. */
describe('the demo persons, through the hub’s gateway and register client', () => {
  let keyServer: Server;
  let providers: DemoProviders;
  let register: DemoRegister;
  let outbound: Outbound;
  let gateway: ProviderGateway;
  let civilRegister: CivilRegister;

  beforeAll(async () => {
    const decryption = new Map<string, Decryptor>();
    const keys: object[] = [];
    for (const alg of ['RSA-OAEP-256', 'ECDH-ES'] as const) {
      const { publicKey, privateKey } = await generateKeyPair(alg);
      decryption.set(alg, decryptorOver(KeyObject.from(privateKey), alg));
      keys.push({ ...(await exportJWK(publicKey)), kid: alg, alg, use: 'enc' });
    }
    keyServer = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => keyServer.listen(0, loopback, resolve));
    const jwksUri = `http://${loopback}:${(keyServer.address() as AddressInfo).port}/`;
    providers = await startDemoProviders({
      host: loopback,
      port: 0,
      clients: [
        {
          clientId: 'hub',
          clientSecret: 'secret',
          redirectUris: [redirectUri],
          postLogoutRedirectUris: [],
          jwksUri,
        },
      ],
    });
    register = await startDemoRegister({ host: loopback, port: 0 });
    outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
    gateway = createProviderGateway({
      outbound,
      clock: systemClock,
      decryptor: ({ alg }) => decryption.get(alg),
      logger: { warn: () => undefined },
    });
    civilRegister = createHttpCivilRegister({ url: register.url, outbound, clock: systemClock });
  });
  afterAll(async () => {
    await outbound?.close();
    await providers?.close();
    await register?.close();
    keyServer?.close();
  });

  const providerOf = (id: DemoProviderId): Provider => {
    const { levels, idTokenSigningAlg, encryption } = demoProviderProfiles[id];
    return {
      id,
      platform: 'plus',
      environment: 'integration',
      name: id,
      displayOrder: 1,
      status: 'active',
      source: { kind: 'discovery', url: `${providers.issuers[id]}/.well-known/openid-configuration` },
      clientId: 'hub',
      clientSecret: 'secret',
      authMethod: 'client_secret_post',
      levels,
      idTokenSigningAlg,
      ...(encryption === undefined ? {} : { idTokenEncryption: encryption }),
      userinfoFormat: encryption === undefined ? 'signed' : 'nested',
      pkce: true,
    };
  };

  const signIn = async (id: DemoProviderId, form: Record<string, string>) => {
    const provider = providerOf(id);
    const level = provider.levels.at(-1) ?? 'eidas1';
    const secrets = { state: 's'.repeat(43), nonce: 'n'.repeat(43), codeVerifier: 'v'.repeat(43) };
    const transactionStartedAtMs = Date.now();
    const url = await gateway.authorizationUrl(provider, { redirectUri, level, ...secrets, uiLocale: 'fr' });
    const callback = await answerOf(url, form);
    return gateway.redeem(provider, {
      redirectUri,
      callback: Object.fromEntries(callback.searchParams),
      ...secrets,
      requestedLevel: level,
      platform: id === 'low' ? 'standard' : 'plus',
      transactionStartedAtMs,
    });
  };

  it('every account at every provider has the expected outcome', async () => {
    const cog = createRequire(import.meta.url).resolve('@garance/core/cog.json');
    const geography = createGeography(JSON.parse(await readFile(cog, 'utf8')) as CogTable);
    for (const { provider, login } of demoAccountLines()) {
      const answer = await signIn(provider, { account: login });
      if (answer.kind !== 'identity') throw new Error(`${provider} ${login}: ${JSON.stringify(answer)}`);
      expect(answer.acr).toBe(demoProviderProfiles[provider].levels.at(-1));
      expect(answer.amr).toEqual(['pwd']);
      const parsed = parseProviderIdentity(answer.claims, geography, { nowMs: Date.now() });
      if (!parsed.ok) {
        expect(parsed.attribute, login).toBe(endings[login]);
        continue;
      }
      const decision = decideIdentity(
        'plus',
        await civilRegister.lookUp(parsed.identity.pivot),
        parsed.identity,
      );
      expect(decision.ok ? undefined : decision.error, `${provider} ${login}`).toBe(endings[login]);
    }
  });

  it('the register finds a person by every spelling of the providers', async () => {
    const key = new Uint8Array(32);
    for (const { id, accounts } of demoPersons) {
      const seen = new Set<string>();
      for (const { claims } of accounts) {
        const {
          given_name: givenName,
          family_name: familyName,
          birthdate,
          gender,
          birthplace,
          birthcountry,
        } = claims;
        const pivot = { givenName, familyName, birthdate, gender, birthplace, birthcountry };
        const answer = await civilRegister.lookUp(pivot);
        if ('identity' in answer) seen.add(personFingerprint(key, answer.identity));
      }
      expect(seen.size, id).toBeLessThanOrEqual(1);
    }
  });

  it.each(demoProviderIds)('cancelling at %s lets the citizen choose another', async (id) => {
    expect(await signIn(id, { action: 'cancel' })).toMatchObject({ kind: 'refused' });
  });

  it('a level below the requested one is refused', async () => {
    expect(await signIn('high', { account: 'amarante', level: 'eidas1' })).toMatchObject({ kind: 'failed' });
  });
});

/** From the authorization request through the provider's page to the callback. */
async function answerOf(url: string, form: Record<string, string>): Promise<URL> {
  const cookies = new Map<string, string>();
  const send = async (address: string, init: RequestInit = {}): Promise<string> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`no redirect: ${response.status}`);
    return location;
  };
  const page = await send(url);
  const resume = await send(page, { method: 'POST', body: new URLSearchParams(form) });
  return new URL(await send(resume));
}
