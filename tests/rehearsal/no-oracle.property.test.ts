/** Attack 21: a rehearsal never sends a token that verifies with another identity than this login's own. */

import { fc, test } from '@fast-check/vitest';
import { GaranceError, type Platform } from '@garance/core';
import { clientDecryptionKeys, createTestHub, type ServiceName, type TestHub } from '@garance/hub/testing';
import { type Fault, mutationNames, personIds, type RehearsalInput } from '@garance/qualification';
import {
  compactDecrypt,
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
} from 'jose';
import { afterAll, describe, expect } from 'vitest';
import { claimName, joseNames } from './fault-names.ts';
import { newRehearsalService, type RehearsableHub, rehearsableHub } from './rehearsable-hub.ts';

const rehearsalService = newRehearsalService();
const hubs: Readonly<Record<Platform, RehearsableHub>> = {
  standard: await rehearsableHub('standard', rehearsalService),
  plus: await rehearsableHub('plus', rehearsalService),
};
const production: readonly TestHub[] = [
  await createTestHub({ platform: 'standard', environment: 'production' }),
  await createTestHub({ platform: 'plus', environment: 'production' }),
];
afterAll(async () => {
  await Promise.all([...Object.values(hubs), ...production].map(({ app }) => app.close()));
});

const services: readonly (readonly [Platform, ServiceName])[] = [
  ['standard', 'public'],
  ['standard', 'basic'],
  ['standard', 'encrypted-rsa'],
  ['standard', 'openid'],
  ['plus', 'public'],
  ['plus', 'assertion'],
  ['plus', 'encrypted-rsa'],
];

/** Everything that a service is sent in one rehearsed login. */
async function sentIn(
  hub: RehearsableHub,
  name: ServiceName,
  input: RehearsalInput,
): Promise<readonly string[]> {
  const { cookie } = await hub.mint(name, input);
  const { params, body } = await hub.arrive(name, cookie);
  const service = hub.service(name);
  if (params.code === undefined) return [body, ...Object.values(params)];
  const answer = await service.token(params.code);
  const accessToken = String(answer.json.access_token ?? '');
  return [String(answer.json.id_token ?? ''), (await service.userinfo(accessToken)).body];
}

/** The published keys of all hubs, whether or not the service would use them. */
async function publishedKeys(): Promise<JSONWebKeySet> {
  const everyHub = [...Object.values(hubs), ...production];
  const sets = await Promise.all(
    everyHub.map(async ({ service }) => JSON.parse((await service('public').send('GET', '/jwks', {})).body)),
  );
  // Two hubs of these tests have the same key; a set with a duplicate `kid` would verify nothing.
  const byName = new Map(sets.flatMap(({ keys }) => keys).map((key) => [key.kid, key]));
  return { keys: [...byName.values()] };
}

/** The claims that verify, of a token or of its encrypted content. */
async function verifiedIn(
  token: string,
  keys: JSONWebKeySet,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const signed = await decrypted(token);
  try {
    const { payload } = await compactVerify(signed, createLocalJWKSet(keys), {
      crit: { 'garance-rehearsal': true },
    });
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
}

async function decrypted(token: string): Promise<string> {
  if (token.split('.').length !== 5) return token;
  for (const key of clientDecryptionKeys.values()) {
    const opened = await compactDecrypt(token, key).catch(() => undefined);
    if (opened !== undefined) return new TextDecoder().decode(opened.plaintext);
  }
  return '';
}

const truths = new Map<string, Promise<string>>();

/** The person's own subject at this service, from a login without any fault. */
function trueSub(hub: RehearsableHub, name: ServiceName, person: RehearsalInput['person']): Promise<string> {
  const key = `${hub.issuer} ${name} ${person}`;
  const known =
    truths.get(key) ??
    (async () => {
      const { params } = await hub.arrive(name, (await hub.mint(name, { person })).cookie);
      return String((await hub.service(name).redeem(params.code ?? '')).claims.sub);
    })();
  truths.set(key, known);
  return known;
}

const claimValue = fc.oneof(
  fc.record({ reserved: fc.constantFrom('issuer', 'client', 'subject') }),
  fc.record({ secondsFromNow: fc.integer({ min: -100_000, max: 100_000 }) }),
  fc.record({ inArray: fc.constantFrom('alone', 'with-reserved-client') }),
  fc.record({ mutated: fc.constantFrom(...mutationNames) }),
  fc.record({
    json: fc.oneof(
      fc.constant('other-person'),
      fc.constant(null),
      fc.constant(['other-person']),
      fc.integer(),
    ),
  }),
);
const edit = fc.record(
  {
    set: fc.dictionary(fc.constantFrom(...claimName), claimValue, { maxKeys: 3 }),
    drop: fc.array(fc.constantFrom(...claimName), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const mutated = fc.record({ mutated: fc.constantFrom(...mutationNames) });
/**
 * Inputs that the rehearsal service accepts: reserved names, mutations of the true value, and any value for claims that
 * name no identity.
 */
const harmlessEdit = fc.record(
  {
    set: fc.record(
      {
        iss: fc.oneof(fc.constant({ reserved: 'issuer' }), mutated),
        aud: fc.oneof(
          fc.constantFrom({ reserved: 'client' }, { inArray: 'alone' }, { inArray: 'with-reserved-client' }),
          mutated,
        ),
        azp: fc.oneof(fc.constant({ reserved: 'client' }), mutated),
        sub: fc.oneof(fc.constant({ reserved: 'subject' }), mutated),
        acr: claimValue,
        email: claimValue,
      },
      { requiredKeys: [] },
    ),
    drop: fc.array(fc.constantFrom(...claimName), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const fault = fc.record(
  {
    at: fc.constantFrom('id_token', 'userinfo'),
    claims: fc.oneof({ weight: 4, arbitrary: harmlessEdit }, { weight: 1, arbitrary: edit }),
    jose: fc.constantFrom(...joseNames),
  },
  { requiredKeys: ['at'] },
);
const wishes = fc.record(
  {
    person: fc.constantFrom(...personIds),
    fault,
    level: fc.constantFrom('eidas1', 'eidas2', 'eidas3'),
    extraClaims: fc.oneof(
      { weight: 4, arbitrary: fc.constant({ unknown: 'other-person' }) },
      { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...claimName), fc.constant('other-person')) },
    ),
    throughRehearsalIssuer: fc.constantFrom(true, undefined, undefined, undefined),
  },
  { requiredKeys: ['person', 'fault'] },
);

interface Own {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
}

/** Everything that a claim names, however it is wrapped. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const plain = (text: string) => text.trim().toLowerCase().replace(/\/$/, '');
const clients = new Set(services.map(([platform, name]) => hubs[platform].service(name).clientId));

/** Names that a verifier, however careless about case, spaces and a last slash, could mistake for another identity. */
function namesOfOthers(claims: Readonly<Record<string, unknown>>, own: Own): readonly string[] {
  const issuers = textsIn(claims.iss).filter(
    (text) =>
      plain(text) !== plain(own.iss) &&
      !text.includes('rehearsal.invalid') &&
      /^https?:..?[^/]/i.test(text.trim()),
  );
  const parties = [claims.aud, claims.azp, claims.client_id].flatMap(textsIn).filter((text) => {
    const isOwn = text.trim() === own.aud || (plain(text) === plain(own.aud) && !clients.has(text));
    return text !== '' && !isOwn && !text.includes('rehearsal-invalid');
  });
  const persons = textsIn(claims.sub).filter(
    (text) =>
      plain(text) !== plain(own.sub) && !own.sub.includes(text) && !text.includes('rehearsal-invalid'),
  );
  return [...issuers, ...parties, ...persons];
}

/** Number of verified tokens: without any, the property would hold trivially. */
let verified = 0;
afterAll(() => expect(verified).toBeGreaterThan(50));

describe('attack 21: nothing forged ever verifies as a real issuer, client or person', () => {
  test.prop([fc.constantFrom(...services), wishes], { numRuns: 250 })(
    'for every person and every input',
    async ([platform, name], input) => {
      const hub = hubs[platform];
      let sent: readonly string[];
      try {
        sent = await sentIn(hub, name, input as RehearsalInput);
      } catch (error) {
        expect(error).toBeInstanceOf(GaranceError);
        expect(error).toMatchObject({ code: 'rehearsal.wish_refused' });
        return;
      }
      const keys = await publishedKeys();
      const own = {
        iss: hub.issuer,
        aud: hub.service(name).clientId,
        sub: await trueSub(hub, name, input.person),
      };
      for (const token of sent) {
        const claims = await verifiedIn(token, keys);
        if (claims === undefined) continue;
        verified += 1;
        expect(namesOfOthers(claims, own), JSON.stringify(claims)).toEqual([]);
        // Tokens of the rehearsal issuer are not for the hubs' own services.
        expect(input.throughRehearsalIssuer).toBeUndefined();
      }
    },
    60_000,
  );
});

const wrongSignature = [
  'alg-none',
  'hs256-client-secret',
  'hs256-public-pem',
  'hs256-public-der',
  'hs256-public-jwk',
  'signature-altered',
  'payload-altered',
  'unknown-key',
  'embedded-jwk',
  'embedded-jku',
] as const;

describe('a forged signature', () => {
  test.each(
    services.flatMap(([platform, name]) => wrongSignature.map((jose) => [platform, name, jose] as const)),
  )('on %s, for %s: %s never verifies', async (platform, name, jose) => {
    const hub = hubs[platform];
    const fault: Fault = { at: 'id_token', jose };
    const [idToken = ''] = await sentIn(hub, name, { person: 'plain', fault });
    const keys = await publishedKeys();
    const isServed = jose !== 'hs256-client-secret' || name !== 'assertion';
    expect((await verifiedIn(idToken, keys)) === undefined).toBe(isServed);
    expect(decodeProtectedHeader(await decrypted(idToken)).alg).toEqual(expect.any(String));
  });
});
