import { describe, expect, it } from 'vitest';
import { createMessages } from './messages.ts';

describe('the texts of a page', () => {
  const messages = createMessages({
    fr: { title: 'Bonjour', count: (n: number) => `${n} comptes`, inner: { a: 'un' } },
    en: { title: 'Hello', count: (n) => `${n} accounts`, inner: { a: 'one' } },
  });

  it('are those of the requested language', () => {
    expect(messages('fr').count(3)).toBe('3 comptes');
    expect(messages('en').inner.a).toBe('one');
  });

  it('cannot be left out in one language: the compiler refuses it', () => {
    // @ts-expect-error `title` is missing
    createMessages({ fr: { title: 'Bonjour' }, en: {} });
    // @ts-expect-error `more` exists in English only
    createMessages({ fr: { title: 'Bonjour' }, en: { title: 'Hello', more: 'x' } });
    // @ts-expect-error a text in French, a function in English
    createMessages({ fr: { title: 'Bonjour' }, en: { title: () => 'Hello' } });
    expect(messages).toBeTypeOf('function');
  });
});
