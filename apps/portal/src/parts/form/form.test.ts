import { GaranceError } from '@garance/core';
import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { readPortalForm } from './form.ts';

const read = (body: unknown) => readPortalForm({ body } as FastifyRequest);

function codeOf(body: unknown): string | undefined {
  try {
    read(body);
    return undefined;
  } catch (error) {
    if (error instanceof GaranceError) return error.code;
    throw error;
  }
}

describe('a form', () => {
  it('returns single values trimmed, and lists as they were sent', () => {
    const form = read('name=+Camille+&scope=openid&scope=+email');
    expect(form.text('name')).toBe('Camille');
    expect(form.list('scope')).toEqual(['openid', ' email']);
    expect(form.names).toEqual(['name', 'scope']);
  });

  it('has no value for a field that was sent twice: neither the first nor the last', () => {
    expect(read('id=1&id=2').text('id')).toBe('');
    expect(read('id=1').text('id')).toBe('1');
  });

  it('refuses fields that it does not have', () => {
    const form = read('a=');
    expect([form.text('a'), form.text('b'), form.list('b')]).toEqual(['', '', []]);
    expect([form.has('a'), form.has('b')]).toEqual([true, false]);
  });

  it('without a body is empty', () => {
    expect(read(undefined).names).toEqual([]);
  });

  it('of another media type, or wrongly encoded, is refused', () => {
    expect(codeOf({ id: '1' })).toBe('general.bad_request');
    expect(codeOf('id=%FF')).toBe('general.bad_request');
  });

  it('may be 256 KB long with 2,000 fields, and not more (security.md 15)', () => {
    expect(codeOf(`a=${'x'.repeat(262_142)}`)).toBeUndefined();
    expect(codeOf(`a=${'x'.repeat(262_143)}`)).toBe('general.bad_request');
    expect(codeOf('a=1&'.repeat(1999))).toBeUndefined();
    expect(codeOf('a=1&'.repeat(2000))).toBe('general.bad_request');
  });
});
