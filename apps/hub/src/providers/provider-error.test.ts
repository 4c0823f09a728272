import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { readProviderError } from './provider-error.ts';

describe('the error that a provider answers with', () => {
  it.each([
    ['temporarily_unavailable'],
    ['unmet_authentication_requirements'],
    ['account_selection_required'],
    ['Fehler 7'],
  ])('is kept unchanged when it is a registered name: %s', (error) => {
    expect(readProviderError({ error })).toEqual({ error });
  });

  it.each([
    ['nothing', {}],
    ['an empty text', { error: '', error_description: '  ' }],
    ['what is no text', { error: 7, error_description: ['x'] }],
    ['controls alone', { error: '\n\u0000' }],
  ])('is undefined when it is %s', (_what, answer) => {
    expect(readProviderError(answer)).toBeUndefined();
  });

  it.each([
    ['line breaks', 'a\r\nlevel=fatal b', 'a  level=fatal b'],
    ['a terminal’s escape', 'a\u001b[31mb', 'a [31mb'],
    ['a direction override', 'a\u202eb', 'a b'],
    ['a line separator', 'a\u2028b', 'a b'],
    ['NUL', 'a\u0000b', 'a b'],
  ])('attack 29: stays on one line, as it reads: %s', (_what, description, kept) => {
    expect(readProviderError({ error_description: description })?.description).toBe(kept);
  });

  it.each([
    ['a token', 'bad token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
    ['a credential', 'sent Basic Z2FyYW5jZTpzZWNyZXQ='],
    ['a mail address', 'unknown user angela@courriel.example'],
    ['a long random value', 'secret 0f8fad5bd9cb469fa16570867728950e'],
  ])('attack 18: is kept without %s', (_what, description) => {
    expect(readProviderError({ error_description: description })?.description).toMatch(
      /^[a-z ]+ (?:Basic )?\[removed\]$/,
    );
  });

  it.prop([fc.string({ unit: 'binary', maxLength: 2_000 })])(
    'attack 23: is shortened, whatever its length',
    (text) => {
      const providerError = readProviderError({ error: text, error_description: text });
      expect((providerError?.error ?? '').length).toBeLessThanOrEqual(80);
      expect((providerError?.description ?? '').length).toBeLessThanOrEqual(300);
      expect(`${providerError?.error}${providerError?.description}`).not.toMatch(
        /[\p{Cc}\u2028\u2029\u202a-\u202e]/u,
      );
      expect(`${providerError?.error}${providerError?.description}`.isWellFormed()).toBe(true);
    },
  );
});
