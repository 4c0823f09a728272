import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { hasControlCharacter, hasHiddenCharacter, withoutControlCharacters } from './plain-text.ts';
import { parsePublicName, toPublicName } from './public-name.ts';

const problemOf = (text: string, longest?: number) => {
  const outcome = parsePublicName(text, longest);
  return outcome.ok ? undefined : outcome.problem;
};

describe('attack 29: names that others read', () => {
  it.each([
    'Mairie de Saint-Ail',
    'Démarches « en ligne » & familles (12)',
    'J. R. R. Tolkien',
    'S.N.C.F.',
    'Ñuño Ó Súilleabháin-D’Arc',
    'Ville d’Évreux n° 3 : accueil, état civil',
    'Αθήνα 東京 Київ',
    'Prêt à 3.5 %',
    'Café ☕ 24/7',
  ])('%s is valid', (name) => {
    expect(parsePublicName(name)).toEqual({ ok: true, name });
  });

  it('are normalised', () => {
    expect(parsePublicName('  Mairie\u00a0 de\tSaint-Ail ')).toEqual({
      ok: true,
      name: 'Mairie de Saint-Ail',
    });
    expect(parsePublicName('De\u0301marches')).toEqual({ ok: true, name: 'Démarches' });
  });

  it.each([
    ['\r\n', 'line-break'],
    ['\n', 'line-break'],
    ['\r', 'line-break'],
    ['\u0085', 'line-break'],
    ['\u2028', 'line-break'],
    ['\u2029', 'line-break'],
    ['\v', 'line-break'],
    ['\0', 'hidden-character'],
    ['\u001b', 'hidden-character'],
    ['\u007f', 'hidden-character'],
    ['\u009b', 'hidden-character'],
    ['\u202e', 'hidden-character'],
    ['\u202a', 'hidden-character'],
    ['\u2066', 'hidden-character'],
    ['\u200f', 'hidden-character'],
    ['\u061c', 'hidden-character'],
    ['\u200b', 'hidden-character'],
    ['\u200d', 'hidden-character'],
    ['\u00ad', 'hidden-character'],
    ['\ufeff', 'hidden-character'],
    ['\u3164', 'hidden-character'],
    ['\u034f', 'hidden-character'],
    ['\ufe0f', 'hidden-character'],
    ['\u{e0041}', 'hidden-character'],
    ['\ue000', 'hidden-character'],
    ['\ud800', 'hidden-character'],
    ['\uffff', 'hidden-character'],
  ])('contain no %j', (character, problem) => {
    expect(problemOf(`Mairie${character}de Saint-Ail`)).toBe(problem);
  });

  it.each([
    'Votre compte est bloqué : https://evil.example/payer',
    'HTTPS://EVIL.EXAMPLE',
    'allez sur //evil',
    'Impots.gouv.fr',
    'www.evil',
    'Mairie (evil.example)',
    'evil。example',
    'evil．example',
    'evil｡example',
    'x.co/abc',
    'bonjour@evil.example',
    'xn--vil-1ra.example',
    'evil.xn--p1ai',
    'é́vil.éxample',
    'sur 192.0.2.1',
    'ｗｗｗ．evil．example',
  ])('contain no web address: %s', (text) => {
    expect(problemOf(text)).toBe('web-address');
    const cleaned = toPublicName(text);
    expect(problemOf(cleaned)).toBeUndefined();
  });

  it('are neither empty nor too long', () => {
    for (const text of ['', ' ', '\u00a0', '…', '- - -']) expect(problemOf(text)).toBe('missing');
    expect(problemOf('é'.repeat(100))).toBeUndefined();
    expect(problemOf('é'.repeat(101))).toBe('too-long');
    expect(problemOf('𝔐'.repeat(100))).toBeUndefined();
    expect(problemOf('abc', 2)).toBe('too-long');
    expect(problemOf('\u202e'.repeat(1_000_000))).toBe('too-long');
  });

  it('from an attacker are reduced to what is allowed', () => {
    const attack =
      'Impots.gouv.fr\r\nBcc: victim2@evil.example\r\n\r\nVotre compte est bloqué : https://evil.example/payer \u202eg';
    expect(toPublicName(attack, 200)).toBe(
      'Impots gouv fr Bcc victim2@evil example Votre compte est bloqué https evil example payer g',
    );
    expect(toPublicName('\u202e\0')).toBe('');
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 200 })], { numRuns: 500 })(
    'follow the rule after conversion; valid ones stay unchanged',
    (text) => {
      const name = toPublicName(text, 50);
      if (name !== '') expect(parsePublicName(name, 50)).toEqual({ ok: true, name });
      const parsed = parsePublicName(text, 50);
      if (parsed.ok) expect(parsePublicName(parsed.name, 50)).toEqual(parsed);
    },
  );
});

describe('free text', () => {
  it('of several lines keeps tabs and line breaks, and no other control character', () => {
    expect(hasControlCharacter('a\tb\r\nc\nd')).toBe(false);
    for (const character of ['\0', '\b', '\v', '\f', '\u001b', '\u007f', '\u0085', '\u009f']) {
      expect(hasControlCharacter(`a${character}b`), JSON.stringify(character)).toBe(true);
    }
    expect(hasControlCharacter('\u202e é 東 ☕')).toBe(false);
    expect(withoutControlCharacters('a\0b\u001b\r\n\tc\u0085☕')).toBe('ab\r\n\tc☕');
    expect(hasHiddenCharacter('a\tb\r\nc')).toBe(false);
    expect(hasHiddenCharacter('a\u202eb')).toBe(true);
  });
});
