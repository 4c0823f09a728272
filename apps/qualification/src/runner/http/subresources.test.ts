import { parseHtml } from '@garance/http-browser';
import { expect, test } from 'vitest';
import { subresourcesOf } from './subresources.ts';

const url = new URL('https://service.example/callback?code=1#top');
const fetched = (html: string, headers: Record<string, string> = {}) =>
  subresourcesOf({ document: parseHtml(html), url, headers }).map((one) => [one.url, one.referer]);
const whole = 'https://service.example/callback?code=1';
const origin = 'https://service.example/';

test.each<[string, Record<string, string>, string]>([
  ['', {}, origin],
  ['', { 'referrer-policy': 'no-referrer' }, origin],
  ['', { 'referrer-policy': 'unsafe-url' }, whole],
  ['', { 'referrer-policy': 'no-referrer, no-referrer-when-downgrade' }, whole],
  ['<meta name="Referrer" content="unsafe-url">', { 'referrer-policy': 'no-referrer' }, whole],
])('policy %s %o', (meta, headers, referer) => {
  expect(fetched(`${meta}<img src="https://other.example/p">`, headers)).toEqual([
    ['https://other.example/p', referer],
  ]);
});

test('an element may have a policy of its own', () => {
  const html = '<script referrerpolicy="unsafe-url" src="//other.example/s.js"></script>';
  expect(fetched(html)).toEqual([['https://other.example/s.js', whole]]);
});

test('what a browser fetches by itself, and no more', () => {
  const html = `<base href="/in/"><link rel="stylesheet" href="a.css"><link rel="canonical" href="c">
    <a href="https://other.example/">x</a><iframe src="f"></iframe><img alt="">`;
  expect(fetched(html).map(([address]) => address)).toEqual([
    'https://service.example/in/a.css',
    'https://service.example/in/f',
  ]);
});
