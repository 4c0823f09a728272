import { createManualClock } from '@garance/core';
import { describe, expect, test } from 'vitest';
import { createBoundedMap } from './bounded-map.ts';
import { createScene, isSignedIn, origin, refusalCode, type Scene, signIn } from './testing/scene.ts';
import { createVisitor } from './testing/visitor.ts';

const sessionCookie = 'garance-town-session';

/** Parameters of an answer whose callback the visitor has not opened yet. */
async function pendingAnswer({ hub, entry, visitor }: Scene): Promise<URLSearchParams> {
  const sent = await visitor.get(`/sign-in/${entry.path}`);
  return hub.answer(sent.location ?? '');
}

describe('sessions of the demo service', () => {
  test('the session identifier changes at sign-in, and the old one is invalid', async () => {
    const scene = await createScene('plusSubstantial');
    const params = await pendingAnswer(scene);
    const before = scene.visitor.cookies.get(sessionCookie);
    await scene.visitor.get(`/callback/plus-substantial?${params}`);
    const after = scene.visitor.cookies.get(sessionCookie);
    expect(before).toBeDefined();
    expect(after).not.toBe(before);

    const attacker = createVisitor(scene.app, origin);
    attacker.cookies.set(sessionCookie, before ?? '');
    expect(await isSignedIn(attacker)).toBe(false);
    expect(await isSignedIn(scene.visitor)).toBe(true);
    await scene.app.close();
  });

  test('an identifier chosen by an attacker is never accepted', async () => {
    const scene = await createScene('franceconnect');
    scene.visitor.cookies.set(sessionCookie, 'planted');
    await pendingAnswer(scene);
    expect(scene.visitor.cookies.get(sessionCookie)).not.toBe('planted');
    await scene.app.close();
  });

  test('the cookie is HttpOnly, SameSite=Lax, for the whole site, and contains a random value only', async () => {
    const scene = await createScene('franceconnect');
    const { setCookies } = await scene.visitor.get('/sign-in/franceconnect');
    const line = setCookies.find((cookie) => cookie.startsWith(sessionCookie)) ?? '';
    expect(line).toMatch(/^garance-town-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    await scene.app.close();
  });

  test('a callback works once', async () => {
    const scene = await createScene('plusSubstantial');
    const params = await pendingAnswer(scene);
    await scene.visitor.get(`/callback/plus-substantial?${params}`);
    const again = await scene.visitor.get(`/callback/plus-substantial?${params}`);
    expect(refusalCode(again)).toBe('state_unknown');
    expect(scene.hub.calls.filter((path) => path === '/token')).toHaveLength(1);
    await scene.app.close();
  });

  test('a refused answer has used up its state too', async () => {
    const scene = await createScene('plusSubstantial');
    const params = await pendingAnswer(scene);
    const cancelled = new URLSearchParams(params);
    cancelled.delete('code');
    cancelled.set('error', 'access_denied');
    await scene.visitor.get(`/callback/plus-substantial?${cancelled}`);
    const answer = await scene.visitor.get(`/callback/plus-substantial?${params}`);
    expect(refusalCode(answer)).toBe('state_unknown');
    expect(await isSignedIn(scene.visitor)).toBe(false);
    await scene.app.close();
  });

  test('a new sign-in ends the earlier session', async () => {
    const scene = await createScene('plusSubstantial');
    await signIn(scene);
    const first = createVisitor(scene.app, origin);
    first.cookies.set(sessionCookie, scene.visitor.cookies.get(sessionCookie) ?? '');
    expect(await isSignedIn(first)).toBe(true);
    await signIn(scene);
    expect(await isSignedIn(first)).toBe(false);
    await scene.app.close();
  });

  test('an answer for another browser is refused before any request to the hub', async () => {
    const scene = await createScene('plusSubstantial');
    const params = await pendingAnswer(scene);
    const victim = createVisitor(scene.app, origin);
    await victim.get('/sign-in/plus-substantial');
    const answer = await victim.get(`/callback/plus-substantial?${params}`);
    expect(refusalCode(answer)).toBe('state_unknown');
    expect(scene.hub.calls).not.toContain('/token');
    expect(await isSignedIn(victim)).toBe(false);
    await scene.app.close();
  });

  test('an answer at another entry is refused', async () => {
    const scene = await createScene('plusSubstantial');
    const params = await pendingAnswer(scene);
    const answer = await scene.visitor.get(`/callback/plus-high?${params}`);
    expect(refusalCode(answer)).toBe('state_unknown');
    await scene.app.close();
  });

  test('a second person replaces the first entirely', async () => {
    const people = [
      { sub: 'first', given_name: 'Aline', email: 'aline@example.org' },
      { sub: 'second', given_name: 'Basile' },
    ];
    let turn = 0;
    const scene = await createScene('plusSubstantial', {
      idTokenClaims: (claims) => ({ ...claims, sub: people[turn]?.sub ?? '' }),
      userinfoClaims: ({ iss, aud, iat, exp }) => ({ iss, aud, iat, exp, ...people[turn] }),
    });
    await signIn(scene);
    turn = 1;
    await signIn(scene);
    const { text } = await scene.visitor.get('/account');
    expect(text).toContain('Basile');
    expect(text).not.toContain('Aline');
    expect(text).not.toContain('aline@example.org');
    await scene.app.close();
  });

  test('the same sub with another e-mail is the same person, the same e-mail with another sub is not', async () => {
    const visits = [
      { sub: 'one', email: 'old@example.org' },
      { sub: 'one', email: 'new@example.org' },
      { sub: 'two', email: 'new@example.org' },
    ];
    let turn = 0;
    const scene = await createScene('franceconnect', {
      idTokenClaims: (claims) => ({ ...claims, sub: visits[turn]?.sub ?? '' }),
      userinfoClaims: (claims) => ({ ...claims, ...visits[turn] }),
    });
    const numbers: (string | undefined)[] = [];
    for (turn = 0; turn < visits.length; turn += 1) {
      await signIn(scene);
      const { text } = await scene.visitor.get('/account');
      numbers.push(/data-claim="account">n° (\d+)/.exec(text)?.[1]);
    }
    expect(numbers[0]).toBeDefined();
    expect(numbers[1]).toBe(numbers[0]);
    expect(numbers[2]).not.toBe(numbers[0]);
    await scene.app.close();
  });

  test('a session at the low level does not open a page that needs the substantial one', async () => {
    const low = await createScene('franceconnect');
    await signIn(low);
    const refused = await low.visitor.get('/account/documents');
    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain('aucun document');
    expect(refused.text).toContain('/sign-in/plus-substantial');
    expect(refused.text).not.toContain('/sign-in/franceconnect');

    const substantial = await createScene('plusSubstantial');
    await signIn(substantial);
    expect((await substantial.visitor.get('/account/documents')).status).toBe(200);
    await Promise.all([low.app.close(), substantial.app.close()]);
  });

  test('pages of signed-in people are never stored, so that “back” after logout shows nothing', async () => {
    const scene = await createScene('franceconnect');
    await signIn(scene);
    expect((await scene.visitor.get('/account')).headers['cache-control']).toBe('no-store');
    await scene.app.close();
  });
});

describe('a bounded map', () => {
  const options = (clock = createManualClock(0)) => ({ clock, ttlMs: 1000, maxEntries: 2 });

  test('drops its oldest entry when it is full', () => {
    const map = createBoundedMap<number>(options());
    map.set('a', 1);
    map.set('b', 2);
    map.set('c', 3);
    expect([map.find('a'), map.find('b'), map.find('c'), map.size]).toEqual([undefined, 2, 3, 2]);
  });

  test('drops an entry exactly at its expiry', () => {
    const clock = createManualClock(0);
    const map = createBoundedMap<number>(options(clock));
    map.set('a', 1);
    clock.advance(999);
    expect(map.find('a')).toBe(1);
    clock.advance(1);
    expect(map.find('a')).toBeUndefined();
    expect(map.size).toBe(0);
  });

  test('returns a taken entry once', () => {
    const map = createBoundedMap<number>(options());
    map.set('a', 1);
    expect([map.take('a'), map.take('a')]).toEqual([1, undefined]);
  });
});
