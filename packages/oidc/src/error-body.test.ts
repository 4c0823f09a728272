import { errorCatalogue, getErrorDefinition } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { errorResponseBody } from './error-body.ts';

const codes = Object.keys(errorCatalogue) as (keyof typeof errorCatalogue)[];

describe('errorResponseBody', () => {
  it('tells the OAuth error, the cause and the stable code', () => {
    expect(errorResponseBody('authorize.scope_not_allowed', 'birthdate')).toEqual({
      error: 'invalid_scope',
      error_description: expect.stringMatching(
        /habilitation.* \(birthdate\) \[authorize\.scope_not_allowed\]$/,
      ),
    });
    expect(errorResponseBody('token.code_missing').error_description).toBe(
      'code is missing. [token.code_missing]',
    );
  });

  it.each(codes)('uses the characters of RFC 6749 §5.2 only, for %s', (code) => {
    const { error, error_description: description } = errorResponseBody(code);
    expect(error).toBe(getErrorDefinition(code).oauth);
    expect(description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  it('attack 16: replaces characters that could break out of a header or a page', () => {
    const { error_description: description } = errorResponseBody('token.code_missing', 'a"b\\c\nd\u00e9');
    expect(description).toContain('(a b c d )');
  });
});
