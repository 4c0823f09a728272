import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createCookieJar } from './cookie-jar.ts';
import { formActionAllows } from './form-action.ts';
import { encodeForm, findForms } from './forms.ts';
import { parseHtml } from './html.ts';
import { BrokenNavigation, createHttpBrowser, metaRefresh } from './http-browser.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A server whose answers the test sets; reachable as localhost and as 127.0.0.1, which are two sites. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly port: number }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return { port: (server.address() as AddressInfo).port };
}

const home = new URL('http://localhost:1/a/b');
const sameSiteGet = { sameSite: true, safeMethod: true };

describe('cookies', () => {
  test('are shared by all ports of a host and by no other host', () => {
    const jar = createCookieJar();
    jar.set(home, 'a=1; Path=/');
    expect(jar.header(new URL('http://localhost:2/'), sameSiteGet)).toBe('a=1');
    expect(jar.header(new URL('http://127.0.0.1:1/'), sameSiteGet)).toBe('');
  });

  test('are sent for their path, the longest path first', () => {
    const jar = createCookieJar();
    jar.set(home, 'wide=1; Path=/');
    jar.set(home, 'deep=2');
    expect(jar.header(new URL('http://localhost/a/c'), sameSiteGet)).toBe('deep=2; wide=1');
    expect(jar.header(new URL('http://localhost/ab'), sameSiteGet)).toBe('wide=1');
  });

  test('with SameSite=Lax are not sent when another site posts, Strict ones not when it links either', () => {
    const jar = createCookieJar();
    jar.set(home, 'lax=1; Path=/; SameSite=Lax');
    jar.set(home, 'strict=1; Path=/; SameSite=Strict');
    jar.set(home, 'plain=1; Path=/');
    const foreign = { sameSite: false, safeMethod: true };
    expect(jar.header(home, foreign)).toBe('lax=1; plain=1');
    expect(jar.header(home, { ...foreign, safeMethod: false })).toBe('');
  });

  test.each([
    ['__Host-a=1; Path=/', 'without Secure'],
    ['__Host-a=1; Secure; Path=/x', 'with another path'],
    ['__Host-a=1; Secure; Path=/; Domain=localhost', 'with a domain'],
    ['a=1; Domain=example.org', 'for another domain'],
    ['a=1; SameSite=None', 'SameSite=None without Secure'],
    [`a=${'x'.repeat(4097)}`, 'too large'],
  ])('%s is refused: %s', (line) => {
    const jar = createCookieJar();
    jar.set(home, line);
    expect(jar.list()).toEqual([]);
  });

  test('end with Max-Age=0 or a past date', () => {
    const jar = createCookieJar();
    jar.set(home, 'a=1; Path=/');
    jar.set(home, 'b=1; Path=/');
    jar.set(home, 'a=; Path=/; Max-Age=0');
    jar.set(home, 'b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
    expect(jar.list()).toEqual([]);
  });
});

describe('forms', () => {
  const page = `<form method="post" action="/go?x=1&amp;y=2">
    <input type=hidden name=csrf value='a"b'><!-- <input name="no"> -->
    <label for="l">Your &eacute; login</label><input id="l" name="login" value="">
    <input type="checkbox" name="agree" value="yes"><input type="radio" name="r" value="1" checked>
    <input type="radio" name="r" value="2"><input name="off" value="x" disabled>
    <select name="s"><option value="">none<option value="b" selected>B</select>
    <textarea name="t">
two &lt;b></textarea>
    <button name="do" value="send">Send &amp; go</button><button name="do" value="cancel">Cancel</button>
    <script>document.write("<input name=evil>")</script></form>`;
  const [form] = findForms(parseHtml(page), home);
  if (form === undefined) throw new Error('the form was not found');

  test('send what a browser sends', () => {
    const { action, body } = encodeForm(form, { fields: { login: 'é', agree: true, r: '2' } });
    expect(action.href).toBe('http://localhost:1/go?x=1&y=2');
    expect([...body]).toEqual([
      ['csrf', 'a"b'],
      ['login', 'é'],
      ['agree', 'yes'],
      ['r', '2'],
      ['s', 'b'],
      ['t', 'two <b>'],
      ['do', 'send'],
    ]);
  });

  test('leave out an unticked box, and send the button that was pressed', () => {
    const { body } = encodeForm(form, { button: /cancel/i });
    expect(body.has('agree')).toBe(false);
    expect(body.get('do')).toBe('cancel');
  });

  test('refuse what a person cannot do, unless told to tamper', () => {
    expect(() => encodeForm(form, { fields: { csrf: 'x' } })).toThrow('csrf');
    expect(() => encodeForm(form, { fields: { off: 'x' } })).toThrow('off');
    expect(() => encodeForm(form, { fields: { s: 'zzz' } })).toThrow('zzz');
    expect(() => encodeForm(form, { button: 'Nothing' })).toThrow('Nothing');
    const { body } = encodeForm(form, { tamper: { csrf: 'x', do: undefined } });
    expect([body.get('csrf'), body.has('do')]).toEqual(['x', false]);
  });
});

describe('form-action', () => {
  const allows = (policy: string, target: string) => formActionAllows([policy], home, new URL(target));
  test.each([
    ["form-action 'self'", 'http://localhost:1/x', true],
    ["form-action 'self'", 'http://localhost:2/x', false],
    ["default-src 'none'; form-action 'self' http://localhost:2", 'http://localhost:2/x', true],
    ["form-action 'none'", 'http://localhost:1/', false],
    ["default-src 'none'", 'https://elsewhere.example/', true],
    ['form-action https:', 'https://elsewhere.example/', true],
    ["form-action 'self' http://127.0.0.1:*", 'http://127.0.0.1:81/x', true],
    ["form-action 'self' http://127.0.0.1:*", 'http://localhost:81/x', false],
    ['form-action https://*.example.org', 'https://a.example.org/', true],
    ['form-action https://*.example.org', 'https://example.org/', false],
    ['form-action https://example.org', 'https://example.org:444/', false],
    ['form-action http://example.org/a/', 'http://example.org/b', false],
  ])('%s lets a form reach %s: %s', (policy, target, expected) => {
    expect(allows(policy, target)).toBe(expected);
  });
});

describe('navigation', () => {
  test('a login over three hosts: redirects, cookies of each, a form, and a stop at the client’s address', async () => {
    const seen: string[] = [];
    const { port } = await serve((request, response) => {
      const host = request.headers.host?.split(':')[0];
      seen.push(`${request.method} ${host}${request.url} [${request.headers.cookie ?? ''}]`);
      if (request.url === '/start') {
        response.writeHead(303, {
          location: `http://127.0.0.1:${port}/login`,
          'set-cookie': 'tx=1; Path=/; HttpOnly',
        });
        response.end();
      } else if (request.url === '/login' && request.method === 'GET') {
        response.writeHead(200, { 'set-cookie': 'idp=1; Path=/' });
        response.end(
          `<html lang="fr"><h1>Login</h1><form method=post action=/login><input name=login></form></html>`,
        );
      } else if (request.url === '/login') {
        response.writeHead(303, { location: `http://localhost:${port}/back` }).end();
      } else response.writeHead(302, { location: 'http://client.invalid/cb?code=1#f' }).end();
    });
    const browser = createHttpBrowser({ stopAt: (url) => url.host === 'client.invalid' });
    const login = await browser.open(`http://localhost:${port}/start`);
    expect([login.heading, login.lang, login.status]).toEqual(['Login', 'fr', 200]);
    const end = await browser.submit(login, { fields: { login: 'x' } });
    expect([end.stopped, end.url.searchParams.get('code')]).toEqual([true, '1']);
    expect(end.hops.map(({ status }) => status)).toEqual([303, 302, 0]);
    expect(seen).toEqual([
      'GET localhost/start []',
      'GET 127.0.0.1/login []',
      'POST 127.0.0.1/login [idp=1]',
      'GET localhost/back [tx=1]',
    ]);
  });

  test('sends the origin of a request as browsers do', async () => {
    const seen: (string | undefined)[][] = [];
    const { port } = await serve((request, response) => {
      const { origin, 'sec-fetch-site': site } = request.headers;
      seen.push([site as string | undefined, origin]);
      response.writeHead(200, { 'referrer-policy': request.url === '/quiet' ? 'no-referrer' : 'origin' });
      response.end(`<form method=post action="http://localhost:${port}/x"></form><a href="/y">y</a>`);
    });
    const browser = createHttpBrowser();
    await browser.submit(await browser.open(`http://localhost:${port}/quiet`));
    await browser.submit(await browser.open(`http://127.0.0.1:${port}/`));
    await browser.click(await browser.open(`http://127.0.0.1:${port}/`), 'y');
    expect(seen).toEqual([
      ['none', undefined],
      ['same-origin', 'null'],
      ['none', undefined],
      ['cross-site', `http://127.0.0.1:${port}`],
      ['none', undefined],
      ['same-origin', undefined],
    ]);
  });

  test('a form whose redirect leaves its policy is blocked, as in Chromium', async () => {
    const { port } = await serve((request, response) => {
      if (request.method === 'POST') response.writeHead(303, { location: `http://127.0.0.1:${port}/` }).end();
      else {
        response.writeHead(200, { 'content-security-policy': "form-action 'self'" });
        response.end('<form method=post action="/x"></form>');
      }
    });
    const browser = createHttpBrowser();
    const page = await browser.open(`http://localhost:${port}/`);
    await expect(browser.submit(page)).rejects.toThrow('form-action');
  });

  test('a page beyond the limits of the parser breaks the navigation, with its address', async () => {
    const { port } = await serve((_, response) => response.writeHead(200).end('<p>'.repeat(150_000)));
    const error = await createHttpBrowser()
      .open(`http://localhost:${port}/`)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BrokenNavigation);
    expect(error).toMatchObject({ message: 'a page of more than 100000 elements', hops: [{ status: 200 }] });
  });

  test('a forked browser has the present cookies and is independent afterwards', async () => {
    const browser = createHttpBrowser();
    browser.cookies.set(home, 'a=1; Path=/');
    const other = browser.fork();
    other.cookies.delete('localhost', 'a');
    expect([browser.cookies.list().length, other.cookies.list().length]).toEqual([1, 0]);
  });
});

describe('a page that refreshes itself at once', () => {
  test('is followed, as a navigation of its own without the form’s policy', async () => {
    const seen: (string | undefined)[] = [];
    const { port } = await serve((request, response) => {
      seen.push(request.headers['sec-fetch-site'] as string | undefined);
      const path = request.url ?? '/';
      const policy = { 'content-security-policy': "form-action 'self'" };
      if (path === '/form') {
        response.writeHead(200, policy).end('<form method="post" action="/send"></form>');
      } else if (path === '/send') {
        response.writeHead(303, { location: '/onward' }).end();
      } else if (path === '/onward') {
        response.writeHead(200, { ...policy, refresh: `0; url=http://127.0.0.1:${port}/there?a=b;c` }).end();
      } else response.writeHead(200).end('<h1>there</h1>');
    });
    const browser = createHttpBrowser();
    const there = await browser.submit(await browser.open(`http://localhost:${port}/form`));
    expect([there.url.href, there.heading]).toEqual([`http://127.0.0.1:${port}/there?a=b;c`, 'there']);
    expect(there.hops.map(({ url }) => url.pathname)).toEqual(['/send', '/onward', '/there']);
    expect(seen).toEqual(['none', 'same-origin', 'same-origin', 'cross-site']);
  });

  test.each(['5; url=/there', '0', 'url=/there', '0; url=javascript:alert(1)'])(
    'is not followed by “%s”',
    async (refresh) => {
      const { port } = await serve((_, response) =>
        response.writeHead(200, { refresh }).end('<h1>here</h1>'),
      );
      expect((await createHttpBrowser().open(`http://localhost:${port}/`)).heading).toBe('here');
    },
  );

  test.each([
    ['<meta http-equiv=refresh content="0;url=/there">', '/there'],
    ['<meta http-equiv=REFRESH content="5; URL = \'/there\'">', '/there'],
    ['<meta http-equiv=refresh content="0.5, /there">', '/there'],
    ['<base href=/base/><meta http-equiv=refresh content="0;url=there">', '/base/there'],
    ['<meta http-equiv=refresh content="6;url=/there">', undefined],
    ['<meta http-equiv=refresh content="0;url=javascript:alert(1)">', undefined],
    ['<meta http-equiv=refresh content="url=/there">', undefined],
    ['<meta http-equiv=refresh content="0">', undefined],
    ['<meta http-equiv=refresh>', undefined],
    ['<template><meta http-equiv=refresh content="0;url=/there"></template>', undefined],
    ['<!-- <meta http-equiv=refresh content="0;url=/there"> -->', undefined],
  ])('is followed by its markup %s within five seconds', async (html, path) => {
    const { port } = await serve((_, response) => response.writeHead(200).end(html));
    const page = await createHttpBrowser().open(`http://localhost:${port}/`);
    expect(metaRefresh(page, 5)?.pathname).toBe(path);
  });

  test('stops before an address without a server', async () => {
    const { port } = await serve((_, response) =>
      response.writeHead(200, { refresh: '0; url=https://service.example/callback?code=x' }).end(),
    );
    const stopAt = ({ hostname }: URL) => hostname === 'service.example';
    const page = await createHttpBrowser({ stopAt }).open(`http://localhost:${port}/`);
    expect([page.stopped, page.url.searchParams.get('code')]).toEqual([true, 'x']);
  });
});
