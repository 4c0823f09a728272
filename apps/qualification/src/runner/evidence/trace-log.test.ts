import { sameSite } from '@garance/http-browser';
import { expect, test } from 'vitest';
import { mostTraces } from '../../vocabulary/trace.ts';
import { createTraceLog } from './trace-log.ts';

const open = () =>
  createTraceLog({
    service: 'https://www.service.example/account',
    hubOrigins: ['https://hub.example'],
    redirectUris: ['https://www.service.example/callback'],
    isSameSite: sameSite,
  });
const placesOf = (url: string) => {
  const log = open();
  log.request({ url, referer: 'https://www.service.example/callback?code=1' });
  return log.traces().map(({ place, name }) => `${place} ${name}`);
};

test.each<[string, readonly string[]]>([
  ['https://www.service.example/account?x=1', ['address /account']],
  ['https://static.service.example/logo.svg', ['address /logo.svg']],
  ['https://www.service.example/callback?code=1', []],
  ['https://www.service.example/callback/?code=1', ['address /callback/']],
  ['https://hub.example/authorize?state=1', []],
  ['https://statistics.example:8443/p?x', ['third-party statistics.example:8443']],
  ['data:image/png;base64,AAAA', []],
  ['nonsense', []],
])('%s is %o', (url, places) => {
  expect(placesOf(url)).toEqual(places);
});

test('another site is told its address, the page that asks, and what is posted to it', () => {
  const log = open();
  log.request({ url: 'https://statistics.example/p', referer: 'https://www.service.example/a', body: 'b=1' });
  expect(log.traces()[0]?.text).toBe('https://statistics.example/p\nhttps://www.service.example/a\nb=1');
});

test('answers of the service: cookies, cache, headers that may hold something', () => {
  const log = open();
  const headers = {
    'set-cookie': ['sid=a.b; Path=/; HttpOnly', 'x=1'],
    'cache-control': 'no-store',
    location: '/account?code=1',
    'x-debug': 'yes',
  };
  log.response({ url: 'https://www.service.example/callback?code=1', headers });
  log.response({ url: 'https://hub.example/authorize', headers });
  log.response({ url: 'https://statistics.example/p', headers });
  expect(log.setCookies()).toEqual([
    { name: 'sid', value: 'a.b' },
    { name: 'x', value: '1' },
  ]);
  expect(log.cacheControl('https://www.service.example/callback?code=1#top')).toBe('no-store');
  expect(log.cacheControl('https://www.service.example/other')).toBe('');
  expect(log.traces()).toEqual([{ place: 'header', name: 'x-debug', text: 'yes' }]);
});

test('a page that asks for things for ever fills half of the room at most', () => {
  const log = open();
  for (let count = 0; count < mostTraces * 2; count += 1) {
    log.request({ url: `https://www.service.example/${count}` });
  }
  expect(log.traces()).toHaveLength(mostTraces / 2);
});
