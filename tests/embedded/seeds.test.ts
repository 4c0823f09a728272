/** `--seed-clients` and `--seed-providers`: entries of an operator work, and an invalid file is reported with the place of the problem. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpBrowser } from '@garance/http-browser';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, walkThroughLogin } from '../clients/walk-through.ts';
import { startFederation, type TestFederation } from '../federation.ts';

const redirectUri = 'http://127.0.0.1:9/back';
const clientSecret = 'a-secret-that-only-tests-know';
const basile: Person = { provider: 'high', login: 'basile', password: 'garance' };

interface KeyPair {
  readonly publicJwk: JWK;
  readonly key: CryptoKey;
}

async function makeKey(alg: string, use: 'sig' | 'enc'): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const jwk = await exportJWK(publicKey);
  return { publicJwk: { ...jwk, alg, use, kid: await calculateJwkThumbprint(jwk) }, key: privateKey };
}

let folder: string;
let federation: TestFederation;
let signing: KeyPair;
let encryption: KeyPair;

async function seedFile(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const seedProvider = {
  id: 'tisane',
  platform: 'standard',
  name: 'Compte Tisane',
  discoveryUrl: 'http://127.0.0.1:9/.well-known/openid-configuration',
  clientId: 'garance',
  clientSecret: 'secret',
  levels: ['eidas1'],
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garance-seeds-'));
  [signing, encryption] = await Promise.all([makeKey('ES256', 'sig'), makeKey('ECDH-ES', 'enc')]);
  const shared = { redirectUris: [redirectUri], scopes: ['openid', 'identite_pivot', 'email'] };
  federation = await startFederation({
    seedClientsFile: await seedFile('clients.json', [
      {
        ...shared,
        platform: 'standard',
        clientId: 'basic',
        clientSecret,
        token_endpoint_auth_method: 'client_secret_basic',
      },
      {
        ...shared,
        platform: 'plus',
        clientId: 'keys',
        jwks: { keys: [signing.publicJwk, encryption.publicJwk] },
        id_token_encrypted_response_alg: 'ECDH-ES',
        id_token_encrypted_response_enc: 'A256GCM',
        userinfo_encrypted_response_alg: 'ECDH-ES',
        userinfo_encrypted_response_enc: 'A256GCM',
      },
      { ...shared, platform: 'standard', clientId: 'product', clientSecret, profile: 'openid' },
    ]),
    seedProvidersFile: await seedFile('providers.json', [seedProvider]),
  });
});

afterAll(async () => {
  await federation?.close();
  await rm(folder, { recursive: true });
});

interface Trial {
  readonly platform: 'standard' | 'plus';
  readonly clientId: string;
  readonly auth: client.ClientAuth;
  readonly metadata: Partial<client.ClientMetadata>;
  /** Parameters that the product omits from its request. */
  readonly leaves?: readonly ('state' | 'nonce')[];
}

async function signIn({ platform, clientId, auth, metadata, leaves = [] }: Trial) {
  const issuer = new URL(federation.run.hubs[platform].integration);
  const config = await client.discovery(issuer, clientId, metadata, auth, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
  if (platform === 'plus') {
    const { key, publicJwk } = encryption;
    client.enableDecryptingResponses(config, ['A256GCM'], { key, alg: 'ECDH-ES', kid: publicJwk.kid ?? '' });
  }
  const own = { state: client.randomState(), nonce: client.randomNonce() };
  const sent = Object.fromEntries(
    Object.entries(own).filter(([name]) => !leaves.some((left) => left === name)),
  );
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid identite_pivot email',
    acr_values: platform === 'plus' ? 'eidas3' : 'eidas1',
    ...sent,
  });
  const { callback } = await walkThroughLogin(url, basile, { redirectUri });
  const tokens = await client.authorizationCodeGrant(config, callback, {
    ...('state' in sent && { expectedState: own.state }),
    ...('nonce' in sent && { expectedNonce: own.nonce }),
    idTokenExpected: true,
  });
  const sub = tokens.claims()?.sub ?? '';
  return { tokens, userinfo: await client.fetchUserInfo(config, tokens.access_token, sub) };
}

describe('a seeded client', () => {
  test('of standard signs in with client_secret_basic', async () => {
    const { userinfo } = await signIn({
      platform: 'standard',
      clientId: 'basic',
      auth: client.ClientSecretBasic(clientSecret),
      metadata: { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
    });
    expect(userinfo).toMatchObject({ family_name: 'Pourpre', email: 'basile@courriel.example' });
  });

  test('of plus signs in with its keys alone: private_key_jwt, and tokens encrypted by ECDH-ES', async () => {
    const { tokens, userinfo } = await signIn({
      platform: 'plus',
      clientId: 'keys',
      auth: client.PrivateKeyJwt({ key: signing.key, kid: signing.publicJwk.kid ?? '' }),
      metadata: { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
    });
    expect(tokens.claims()).toMatchObject({ acr: 'eidas3' });
    expect(tokens.id_token?.split('.')).toHaveLength(5);
    expect(userinfo).toMatchObject({ family_name: 'Pourpre' });
  });

  test('of the openid profile signs in without state and nonce, RS256, userinfo as JSON', async () => {
    const { tokens, userinfo } = await signIn({
      platform: 'standard',
      clientId: 'product',
      auth: client.ClientSecretPost(clientSecret),
      metadata: { id_token_signed_response_alg: 'RS256' },
      leaves: ['state', 'nonce'],
    });
    const header = JSON.parse(Buffer.from(tokens.id_token?.split('.')[0] ?? '', 'base64url').toString());
    expect(header).toMatchObject({ alg: 'RS256' });
    expect(userinfo).toMatchObject({ family_name: 'Pourpre' });
  });
});

test('a seeded provider is among the choices of its platform, after the others', async () => {
  const offered = async (entry: string) => {
    const page = await createHttpBrowser().open(`${federation.run.demoService}/sign-in/${entry}`);
    const form = page.forms.find(({ action }) => action.pathname.endsWith('/provider'));
    return form?.buttons.map(({ value }) => value);
  };
  expect(await offered('franceconnect')).toEqual(['low', 'substantial', 'high', 'tisane']);
  expect(await offered('plus-substantial')).toEqual(['substantial', 'high']);
});

const secretless = [{ platform: 'standard', clientId: 'c', redirectUris: [redirectUri] }];

describe('an unusable seed file stops the start, and is reported:', () => {
  test.each([
    ['is not JSON', 'clients.json is not JSON', '[{'],
    ['has a client without any credential', 'private_key_jwt needs jwks or jwks_uri', secretless],
    ['has an unknown field', 'clientSecrt', [{ ...secretless[0], clientSecrt: 'x' }]],
    [
      'has a bad address',
      'redirectUris',
      [{ platform: 'standard', clientId: 'c', clientSecret, redirectUris: ['home'] }],
    ],
    [
      'has an unknown scope',
      'unknown scopes on standard: everything',
      [{ ...secretless[0], clientSecret, scopes: ['openid', 'everything'] }],
    ],
  ])('it %s', async (_fault, problem, content) => {
    const seedClientsFile = await seedFile('bad-clients.json', content);
    await expect(startFederation({ seedClientsFile })).rejects.toThrow(problem);
  });

  test('a provider without address', async () => {
    const { discoveryUrl: _missing, ...rest } = seedProvider;
    const seedProvidersFile = await seedFile('bad-providers.json', [rest]);
    await expect(startFederation({ seedProvidersFile })).rejects.toThrow('give discoveryUrl or endpoints');
  });

  test('a file that is not there', async () => {
    const seedClientsFile = join(folder, 'nowhere.json');
    await expect(startFederation({ seedClientsFile })).rejects.toThrow('nowhere.json cannot be read');
  });
});
