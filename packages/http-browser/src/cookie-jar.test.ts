import { describe, expect, test, vi } from 'vitest';
import { createCookieJar } from './cookie-jar.ts';

const https = new URL('https://app.service.example/a/b');
const http = new URL('http://app.service.example/a/b');
const home = { sameSite: true, safeMethod: true };

function kept(url: URL, ...lines: readonly string[]): readonly string[] {
  const jar = createCookieJar();
  for (const line of lines) jar.set(url, line);
  return jar.list().map(({ name, value }) => (name === '' ? value : `${name}=${value}`));
}

describe('a browser drops', () => {
  test.each([
    ['a=1; Domain=com', 'a domain that is a public suffix'],
    ['a=1; Domain=co.uk', 'a public suffix of two labels'],
    ['a=1; Domain=github.io', 'a private public suffix'],
    ['a=1; Domain=service.example.evil.example', 'a domain below another'],
    ['a=1; Domain=pp.service.example', 'a domain that ends alike'],
    ['a=1; Domain=b.app.service.example', 'a domain below its own'],
    ['__Secure-a=1', 'the prefix __Secure- without Secure'],
    ['__secure-a=1', 'the prefix in small letters'],
    [
      '__HOST-a=1; Secure; Path=/; Domain=app.service.example',
      'the prefix __Host- in capitals with a domain',
    ],
    ['__Host-a=1; Secure', 'the prefix __Host- without a path'],
    ['__Host-a', 'a cookie without a name that looks like one with the prefix'],
    ['=__Host-a=1', 'the same with an empty name'],
    ['a=1; SameSite=None', 'SameSite=None without Secure'],
    [`${'n'.repeat(4096)}=1`, 'a name that is too long'],
    ['a=1; Max-Age=0', 'no time at all'],
    ['a=1; Max-Age=-1', 'less than no time'],
    ['a=1; Expires=Thu, 01-Jan-70 00:00:01 GMT', 'a date of the past in the old form'],
    ['a=\u0001', 'control characters'],
    ['', 'nothing'],
    ['; Secure', 'attributes of nothing'],
    ['=', 'neither a name nor a value'],
  ])('%s: %s', (line) => {
    expect(kept(https, line)).toEqual([]);
  });

  test.each([
    'a=1; Secure',
    'a=1; Secure; SameSite=None',
    '__Secure-a=1; Secure',
    '__Host-a=1; Secure; Path=/',
  ])('%s from a page without TLS', (line) => {
    expect(kept(http, line)).toEqual([]);
    expect(kept(https, line)).toHaveLength(1);
    expect(kept(new URL('http://localhost:3000/'), line)).toHaveLength(1);
  });

  test('cookies of a page without TLS that would overlay a Secure cookie', () => {
    const jar = createCookieJar();
    jar.set(https, 'session=good; Secure; Path=/');
    jar.set(http, 'session=evil; Path=/');
    jar.set(new URL('http://other.service.example/'), 'session=evil; Domain=service.example; Path=/');
    expect(jar.list().map(({ value }) => value)).toEqual(['good']);
    jar.set(http, 'other=1; Path=/');
    expect(jar.header(http, home)).toBe('other=1');
  });
});

describe('a browser keeps', () => {
  test.each([
    ['a=1; Domain=service.example', 'a=1'],
    ['a=1; Domain=.SERVICE.example', 'a=1'],
    ['a=1; Domain=', 'a=1'],
    ['a=b=c; Path=nowhere', 'a=b=c'],
    ['a="1"; secure ;HTTPONLY', 'a="1"'],
    [' a = 1 ; ;;', 'a=1'],
    ['alone', 'alone'],
    ['a=', 'a='],
    ['a=1; Max-Age=never', 'a=1'],
    ['a=1; Expires=some day', 'a=1'],
    ['a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'a=1'],
    [`a=1; Comment=${'x'.repeat(5000)}`, 'a=1'],
    ['a=1; SameSite=Whatever', 'a=1'],
    ['__proto__=1', '__proto__=1'],
  ])('%s', (line, cookie) => {
    expect(kept(https, line)).toEqual([cookie]);
  });

  test('the last of two cookies with one name, host and path; both when the path differs', () => {
    expect(kept(https, 'a=1', 'a=2', 'a=3; Path=/')).toEqual(['a=2', 'a=3']);
  });

  test('a domain cookie for the domain’s other hosts, not for hosts beside it', () => {
    const jar = createCookieJar();
    jar.set(https, 'wide=1; Domain=service.example; Path=/');
    jar.set(https, 'own=1; Path=/');
    expect(jar.header(new URL('https://other.service.example/'), home)).toBe('wide=1');
    expect(jar.header(new URL('https://xservice.example/'), home)).toBe('');
  });

  test('a cookie without SameSite as Lax', () => {
    const jar = createCookieJar();
    jar.set(https, 'a=1; Path=/');
    jar.set(https, 'b=1; Path=/; Secure; SameSite=None');
    expect(jar.header(https, { sameSite: false, safeMethod: false })).toBe('b=1');
  });

  test('the expiry from when a cookie was set, not from when it was sent', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
    try {
      const jar = createCookieJar();
      jar.set(https, 'a=1; Path=/; Max-Age=60');
      jar.set(https, `b=1; Path=/; Max-Age=${'9'.repeat(30)}`);
      vi.setSystemTime(Date.now() + 50_000);
      expect(jar.header(https, home)).toBe('a=1; b=1');
      vi.setSystemTime(Date.now() + 20_000);
      expect(jar.header(https, home)).toBe('b=1');
      vi.setSystemTime(Date.now() + 401 * 86_400_000);
      expect(jar.list()).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a copy of a jar contains the same cookies with all their attributes', () => {
  const jar = createCookieJar();
  jar.set(https, 'a=1; Domain=service.example; Path=/a; Secure; HttpOnly; SameSite=Strict; Max-Age=60');
  jar.set(https, 'b=1');
  const copy = createCookieJar(jar.list());
  expect(copy.list()).toEqual(jar.list());
  copy.clear();
  expect([copy.list(), jar.list().length]).toEqual([[], 2]);
});
