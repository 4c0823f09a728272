import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../parts/request-context.ts';
import { nextOf, withNext } from './next.ts';

const visitTo = (query: object) => ({ request: { query } }) as unknown as RequestContext;

describe('the address to go to after sign-in', () => {
  it('is the path in the query, decoded once', () => {
    expect(nextOf(visitTo({ next: '/services/1' }))).toBe('/services/1');
    expect(nextOf(visitTo({ next: ['/services/1', '/services/2'] }))).toBe('/');
    expect(nextOf(visitTo({}))).toBe('/');
  });

  it('is never another site', () => {
    expect(nextOf(visitTo({ next: '//evil.example' }))).toBe('/');
  });

  it('is carried in the query, except the start page', () => {
    expect(withNext('/sign-in', '/services?a=1&b')).toBe('/sign-in?next=%2Fservices%3Fa%3D1%26b');
    expect(withNext('/sign-in', '/')).toBe('/sign-in');
  });
});
