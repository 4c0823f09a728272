import { describe, expect, it } from 'vitest';
import { checkCsrf, checkSameSite, csrfToken } from './csrf.ts';

const secret = 'f'.repeat(43);
const formId = 'consent:abc';
const token = csrfToken(secret, formId);

describe('the token of a form', () => {
  it('is accepted from the browser and form that it was made for', () => {
    expect(checkCsrf(secret, formId, token)).toBe(true);
  });

  it('is refused in another browser', () => {
    expect(checkCsrf('e'.repeat(43), formId, token)).toBe(false);
  });

  it('is refused in another form', () => {
    expect(checkCsrf(secret, 'logout:abc', token)).toBe(false);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['shortened', token.slice(0, -1)],
    ['lengthened', `${token}A`],
    ['of another case', token.toUpperCase()],
  ])('is refused when %s', (_how, sent) => {
    expect(checkCsrf(secret, formId, sent)).toBe(false);
  });

  it('is refused when the browser sends no secret, even the token of an empty secret', () => {
    expect(checkCsrf(undefined, formId, token)).toBe(false);
    expect(checkCsrf('', formId, csrfToken('', formId))).toBe(false);
  });

  it('does not contain the secret', () => {
    expect(token).not.toContain(secret.slice(0, 8));
    expect(token).toMatch(/^[\w-]{43}$/);
  });
});

describe('where a form came from', () => {
  it.each(['same-origin', 'none', undefined])('is accepted when the browser says %s', (site) => {
    expect(checkSameSite({ headers: site === undefined ? {} : { 'sec-fetch-site': site } })).toBe(true);
  });

  it.each(['cross-site', 'same-site', 'anything'])('is refused when the browser says %s', (site) => {
    expect(checkSameSite({ headers: { 'sec-fetch-site': site } })).toBe(false);
  });
});
