import { generateKeyPairSync } from 'node:crypto';
import type { HubId } from '@garance/core';
import { createTestHub, errorCodeOf } from '@garance/hub/testing';
import type { RehearsalToken } from '@garance/qualification';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { newRehearsalService, rehearsableHub } from './rehearsable-hub.ts';

const plain = { person: 'plain' } as const;

/** The rehearsal token's cookie with another value. */
function changed(
  { cookie }: RehearsalToken,
  change: (jws: string, secret: string) => string,
): RehearsalToken['cookie'] {
  const [jws = '', secret = ''] = cookie.value.split('~');
  return { ...cookie, value: change(jws, secret) };
}

function withClaims(jws: string, changes: object): string {
  const [header, payload = '', signature] = jws.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return [
    header,
    Buffer.from(JSON.stringify({ ...claims, ...changes })).toString('base64url'),
    signature,
  ].join('.');
}

function claimsOf(jws: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());
}

const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('attack 21: a rehearsal token', () => {
  it('is valid for one login of its service, without interaction', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { params } = await hub.arrive('public', (await hub.mint('public', plain)).cookie);
    expect(params.code).toBeDefined();
  });

  it.each([
    ['nothing at all', () => ''],
    ['a word', () => 'token'],
    ['half a token', (jws: string) => jws.slice(0, -40)],
    [
      'another input in it',
      (jws: string, secret: string) => `${withClaims(jws, { input: { person: 'other' } })}~${secret}`,
    ],
    ['another end', (jws: string, secret: string) => `${withClaims(jws, { exp: 9_999_999_999 })}~${secret}`],
    ['no signature', (jws: string, secret: string) => `${jws.slice(0, jws.lastIndexOf('.') + 1)}~${secret}`],
    ['something behind', (jws: string, secret: string) => `${jws}~${secret}~more`],
  ])('forged is refused: %s', async (_, change) => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const token = await hub.mint('public', plain);
    const refused = await hub.arrive('public', changed(token, change));
    expect([refused.status, errorCodeOf(refused)]).toEqual([400, 'rehearsal.ticket_forged']);
    expect(await hub.arrive('public', token.cookie)).toMatchObject({ params: { code: expect.any(String) } });
  });

  it.each([
    [
      'by another key',
      (claims: Record<string, unknown>) =>
        new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'garance-rehearsal+jwt' }).sign(otherKey),
    ],
    [
      'by HMAC',
      (claims: Record<string, unknown>) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256', typ: 'garance-rehearsal+jwt' })
          .sign(new Uint8Array(32)),
    ],
  ])('forged is refused: signed %s', async (_, sign) => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const [jws = '', secret = ''] = (await hub.mint('public', plain)).cookie.value.split('~');
    const forged = `${await sign(claimsOf(jws))}~${secret}`;
    const { cookie } = await hub.mint('public', plain);
    expect(errorCodeOf(await hub.arrive('public', { ...cookie, value: forged }))).toBe(
      'rehearsal.ticket_forged',
    );
  });

  it('of another rehearsal service is forged: a restart ends every rehearsal token', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    await using before = await rehearsableHub('standard', newRehearsalService());
    const { cookie } = await before.mint('public', plain);
    expect(errorCodeOf(await hub.arrive('public', cookie))).toBe('rehearsal.ticket_forged');
  });

  it('expired is refused: after two minutes', async () => {
    const rehearsalService = newRehearsalService();
    await using hub = await rehearsableHub('standard', rehearsalService);
    const { cookie } = await hub.mint('public', plain);
    rehearsalService.clock.advance(121_000);
    expect(errorCodeOf(await hub.arrive('public', cookie))).toBe('rehearsal.ticket_expired');
  });

  it('reused is refused: of twenty concurrent uses, one succeeds', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { cookie } = await hub.mint('public', plain);
    const answers = await Promise.all(Array.from({ length: 20 }, () => hub.arrive('public', cookie)));
    expect(answers.filter(({ params }) => params.code !== undefined)).toHaveLength(1);
    const refused = answers.filter(({ params }) => params.code === undefined).map(errorCodeOf);
    expect(new Set(refused)).toEqual(new Set(['rehearsal.ticket_spent']));
  });

  it('of another service is refused, and is not used up by the attempt', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { cookie } = await hub.mint('public', plain);
    expect(errorCodeOf(await hub.arrive('twin', cookie))).toBe('rehearsal.ticket_other_service');
    expect((await hub.arrive('public', cookie)).params.code).toBeDefined();
  });

  it.each([
    ['without the browser’s secret', (jws: string) => jws],
    ['with another browser’s secret', (jws: string) => `${jws}~${'A'.repeat(43)}`],
  ])('of another browser is refused: %s', async (_, change) => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const token = await hub.mint('public', plain);
    const stolen = changed(token, change);
    expect(errorCodeOf(await hub.arrive('public', stolen))).toBe('rehearsal.ticket_other_browser');
  });

  it('of the other platform’s hub is refused, also with the same rehearsal service', async () => {
    const rehearsalService = newRehearsalService();
    await using standard = await rehearsableHub('standard', rehearsalService);
    await using plus = await rehearsableHub('plus', rehearsalService);
    const { value } = (await standard.mint('public', plain)).cookie;
    const { name } = (await plus.mint('public', plain)).cookie;
    const refused = await plus.arrive('public', { name, value });
    expect(errorCodeOf(refused)).toBe('rehearsal.ticket_other_hub');
  });

  const productions: readonly HubId[] = [
    { platform: 'standard', environment: 'production' },
    { platform: 'plus', environment: 'production' },
  ];
  it.each(productions)(
    'sent to a production hub is an error: $platform',
    async ({ platform, environment }) => {
      await using integration = await rehearsableHub(platform, newRehearsalService());
      await using production = await createTestHub({ platform, environment });
      const { value } = (await integration.mint('public', plain)).cookie;
      const person = production.browser();
      person.cookies.set(`__Host-garance-${platform}-production-rehearsal`, value);
      const refused = await person.authorize(production.service('public').request());
      expect([refused.status, errorCodeOf(refused)]).toEqual([400, 'rehearsal.not_here']);
      expect([...person.cookies.keys()].some((name) => name.endsWith('rehearsal'))).toBe(false);
    },
  );

  it('attack 21: none is given for a sandbox client, which is never qualified', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    hub.registry.changeService('public', { kind: 'sandbox' });
    await expect(hub.mint('public', plain)).rejects.toMatchObject({ code: 'rehearsal.service_unknown' });
    const { clientId } = hub.service('public');
    const described = hub.rehearsalService.describe(clientId, hub.issuer);
    await expect(described).rejects.toMatchObject({ code: 'rehearsal.service_unknown' });
  });

  it('ends the login when the service was withdrawn meanwhile', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { cookie } = await hub.mint('public', plain);
    hub.registry.changeService('public', { status: 'suspended' });
    const refused = await hub.arrive('public', cookie);
    expect(errorCodeOf(refused)).toBe('authorize.client_suspended');
    await expect(hub.mint('public', plain)).rejects.toMatchObject({ code: 'rehearsal.service_unknown' });
  });
});

describe('an input', () => {
  it.each([
    ['is none', { person: 'other-person' }],
    [
      'names an issuer',
      { ...plain, fault: { at: 'id_token', claims: { set: { iss: { json: 'https://other' } } } } },
    ],
    ['names a client', { ...plain, fault: { at: 'id_token', claims: { set: { aud: { json: 'other' } } } } }],
    ['names a person', { ...plain, fault: { at: 'userinfo', claims: { set: { sub: { json: 'other' } } } } }],
    [
      'uses a reserved name for something else',
      { ...plain, fault: { at: 'id_token', claims: { set: { sub: { reserved: 'client' } } } } },
    ],
    ['hides an identity among unknown claims', { ...plain, extraClaims: { azp: 'other' } }],
    ['is too large for a cookie', { ...plain, extraClaims: { long: 'x'.repeat(4_000) } }],
  ])('is refused when it %s', async (_, input) => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    await expect(hub.mint('public', input as never)).rejects.toMatchObject({
      code: 'rehearsal.wish_refused',
    });
  });
});
