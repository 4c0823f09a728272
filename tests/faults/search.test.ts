import { expect, it } from 'vitest';
import { findLeaks } from './search.ts';

const secret = 'kJ8-planted_secret-of-a-run';
const sought = {
  secrets: new Set([secret]),
  attributes: new Set(['Thiquet', 'person-12@example.org', '1987-03-12']),
};
const leaksIn = (text: string) => findLeaks(new Map([['log', text]]), sought);

it.each([
  ['as it is', secret],
  ['within a longer word', `v1${secret}9x`],
  ['in an address', `/callback?code=${secret}&state=x`],
  ['at the end of a line', `x\n${secret}\ny`],
  ['in base64', Buffer.from(`{"code":"${secret}"}`).toString('base64')],
  ['in base64url', Buffer.from(`{"code":"${secret}"}`).toString('base64url')],
])('a secret is found %s', (_where, text) => {
  expect(leaksIn(`before ${text} after`)).toEqual(['log: kJ8-plan…']);
});

it.each(['Thiquet', 'person-12@example.org', '1987-03-12'])('%s is found as a word', (attribute) => {
  expect(leaksIn(`{"name":"${attribute}"}`)).toHaveLength(1);
});

it.each([
  ['the beginning of a secret alone', secret.slice(0, -1)],
  ['a name within a longer word', 'Thiquetaine'],
  ['nothing', ''],
])('%s is no finding', (_what, text) => {
  expect(leaksIn(text)).toEqual([]);
});
