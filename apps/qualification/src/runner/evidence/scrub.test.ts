import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { pageExcerpt, scrubText, scrubUrl } from './scrub.ts';

describe('evidence', () => {
  test.each([
    ['https://s.example/cb?code=abc&state=x&state=y', 'https://s.example/cb?code=…&state=…'],
    ['https://s.example/reset/kJ8s2hd7Kd92hsKd82hsLKd8sh2Kd/', 'https://s.example/reset/[…]/'],
    ['https://user:secret@s.example/#access_token=1', 'https://s.example/'],
    ['data:text/html,secret', 'data:…'],
    ['nothing', '(no address)'],
  ])('shows of %s only %s', (url, shown) => {
    expect(scrubUrl(url)).toBe(shown);
  });

  property.prop([fc.uint8Array({ minLength: 18, maxLength: 80 })])(
    'lets no random value of 144 bits through',
    (bytes) => {
      const value = Buffer.from(bytes).toString('base64url');
      // Without a digit or a letter it is no encoding of anything random.
      fc.pre(/\d/.test(value) && /[a-z]/i.test(value));
      expect(scrubText(`code ${value}, again ${value}.`)).not.toContain(value);
    },
  );

  test('shows no token, even when a page cuts it at its dots', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    expect(scrubText(`id_token: ${token}`)).toBe('id_token: [token]');
    expect(scrubText(token.split('.').join(' . '))).not.toContain('eyJ');
  });

  test('keeps words, and cuts what is long', () => {
    const words = 'Votre espace personnel\n\n  Anticonstitutionnellement-vôtre, 12 rue de la Paix  ';
    expect(pageExcerpt(words)).toBe(
      'Votre espace personnel\nAnticonstitutionnellement-vôtre, 12 rue de la Paix',
    );
    expect(pageExcerpt('mot '.repeat(5_000)).length).toBeLessThanOrEqual(2_000);
  });
});
