import { describe, expect, test } from 'vitest';
import {
  codeForService,
  type ErrorCode,
  errorCatalogue,
  GaranceError,
  getErrorDefinition,
} from './catalogue.ts';
import type { ErrorDefinition } from './definition.ts';

const entries: readonly (readonly [string, ErrorDefinition])[] = Object.entries(errorCatalogue);

describe.each(entries)('%s', (code, definition) => {
  test('has a stable key: its area, then its name', () => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
  });

  test('has a text for citizens in French and in English', () => {
    for (const text of [definition.citizen.fr, definition.citizen.en]) {
      expect(text.trim()).toBe(text);
      expect(text).toMatch(/^.{20,}[.?!]$/);
    }
    expect(definition.citizen.fr).not.toBe(definition.citizen.en);
  });

  test('has a text for operators in the characters of error_description (RFC 6749 §4.1.2.1)', () => {
    expect(definition.operator).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(definition.operator.trim()).toBe(definition.operator);
    expect(definition.oauth).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test('has an error status and a source', () => {
    expect(Number.isInteger(definition.status)).toBe(true);
    expect(definition.status).toBeGreaterThanOrEqual(400);
    expect(definition.status).toBeLessThanOrEqual(599);
    expect(definition.clause).not.toBe('');
  });
});

test('definitions are found by code', () => {
  expect(getErrorDefinition('general.not_found').status).toBe(404);
});

describe('attack 33: what a service may be told', () => {
  const released = (code: string) => codeForService(code as ErrorCode);

  test('has one code for every refusal of a person by the civil register', () => {
    const refusals = ['not_found', 'several', 'usage_name_only', 'refused'];
    expect(new Set(refusals.map((name) => released(`register.${name}`)))).toEqual(
      new Set(['register.not_confirmed']),
    );
    expect(errorCatalogue['register.not_confirmed'].oauth).toBe('access_denied');
  });

  test('names no cause that applies to some refusals only', () => {
    const { operator } = errorCatalogue['register.not_confirmed'];
    expect(operator).not.toMatch(/register|death|dead|found|several|echo|name/i);
  });

  test('replaces no other code, and a replacement stays unchanged', () => {
    for (const code of Object.keys(errorCatalogue)) {
      expect(released(released(code))).toBe(released(code));
      if (!code.startsWith('register.')) expect(released(code)).toBe(code);
    }
  });

  test('covers every cause in the family of refusals', () => {
    const denied = entries.filter(
      ([code, { oauth }]) => code.startsWith('register.') && oauth === 'access_denied',
    );
    for (const [code] of denied) expect(released(code)).toBe('register.not_confirmed');
  });
});

describe('GaranceError', () => {
  test('contains its code, and a detail when there is one', () => {
    const plain = new GaranceError('general.unexpected');
    expect(plain).toMatchObject({ name: 'GaranceError', message: 'general.unexpected', detail: undefined });
    const cause = new Error('inner');
    const detailed = new GaranceError('identity.invalid_attribute', { detail: 'birthdate', cause });
    expect(detailed).toMatchObject({
      code: 'identity.invalid_attribute' satisfies ErrorCode,
      message: 'identity.invalid_attribute (birthdate)',
      detail: 'birthdate',
      cause,
    });
  });
});
