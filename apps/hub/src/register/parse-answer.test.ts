import { describe, expect, it } from 'vitest';
import { parseAnswer } from './parse-answer.ts';

const person = {
  nomNaissance: 'DUBOIS',
  prenoms: 'Angela Claire',
  dateNaissance: '19620824',
  sexe: 'F',
  codeLieuNaissance: '75107',
  codePaysNaissance: '99100',
};

function answer(code: string, changes: Partial<typeof person> = {}, deces = 'false'): string {
  const elements = Object.entries({ ...person, ...changes }).map(
    ([name, text]) => `<${name}>${text}</${name}>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><reponse><code>${code}</code><individu>${elements.join('')}</individu><deces>${deces}</deces></reponse>`;
}

const identity = {
  familyName: 'DUBOIS',
  givenName: 'Angela Claire',
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
};

describe('the register says', () => {
  it('found (2) and rectified (3), with the person as it knows them', () => {
    expect(parseAnswer(answer('2'))).toEqual({ kind: 'found', identity });
    expect(parseAnswer(answer('3'))).toEqual({ kind: 'rectified', identity });
  });

  it.each([
    ['4', 'not-found'],
    ['6', 'several'],
    ['7', 'usage-name-only'],
    ['8', 'not-found'],
    ['9', 'invalid-request'],
  ])('%s: %s, and no person even if one is sent along', (code, kind) => {
    expect(parseAnswer(answer(code))).toEqual({ kind });
    expect(parseAnswer(`<reponse><code>${code}</code><deces>false</deces></reponse>`)).toEqual({ kind });
  });

  it.each(['2', '3'])('deceased, beside code %s', (code) => {
    expect(parseAnswer(answer(code, {}, 'true'))).toEqual({ kind: 'deceased' });
  });

  it.each([
    ['M', 'male'],
    ['F', 'female'],
    ['I', 'unspecified'],
  ])('sex %s: %s', (sexe, gender) => {
    expect(parseAnswer(answer('2', { sexe }))).toMatchObject({ identity: { gender } });
  });

  it.each([
    ['19490000', '1949-00-00'],
    ['19490500', '1949-05-00'],
    ['19490101', '1949-01-01'],
  ])('presumed dates as it has them: %s', (dateNaissance, birthdate) => {
    expect(parseAnswer(answer('2', { dateNaissance }))).toMatchObject({ identity: { birthdate } });
  });

  it('a country and no commune for who was born abroad', () => {
    const abroad = { codeLieuNaissance: '', codePaysNaissance: '99217' };
    expect(parseAnswer(answer('2', abroad))).toMatchObject({
      identity: { birthplace: '', birthcountry: '99217' },
    });
  });

  it('names with apostrophes and diacritics, escaped in any way XML knows', () => {
    const changes = { nomNaissance: 'D&apos;&#201;T&#xC9;', prenoms: 'Zoé' };
    expect(parseAnswer(answer('2', changes))).toMatchObject({
      identity: { familyName: "D'ÉTÉ", givenName: 'Zoé' },
    });
  });

  it('escaped text once: what comes out is not read again', () => {
    const changes = { nomNaissance: 'A&amp;lt;B' };
    expect(parseAnswer(answer('2', changes))).toMatchObject({ identity: { familyName: 'A&lt;B' } });
  });
});

const bomb = `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;

describe('an answer that cannot be read confirms nobody', () => {
  it.each([
    ['nothing', ''],
    ['HTML', '<!doctype html><html><body>Maintenance</body></html>'],
    ['JSON', '{"code": 2}'],
    ['XML that is cut off', answer('2').slice(0, 150)],
    ['XML whose elements cross', '<reponse><code>8</reponse></code>'],
    ['another document', '<autre><code>2</code></autre>'],
    ['two documents', answer('8') + answer('2')],
    ['no code', answer('2').replace('<code>2</code>', '')],
    ['two codes', answer('2').replace('<code>2</code>', '<code>8</code><code>2</code>')],
    ['an unknown code', answer('5')],
    ['a code with something after it', answer('2x')],
    ['a code of an inherited name', answer('constructor')],
    ['a death that is neither true nor false', answer('2', {}, 'peut-être')],
    [
      'entities declared',
      bomb +
        answer('2')
          .replace('DUBOIS', '&b;')
          .replace(/^<\?xml[^>]*>/, ''),
    ],
    [
      'an external entity',
      `<!DOCTYPE r SYSTEM "file:///etc/passwd">${answer('2').replace(/^<\?xml[^>]*>/, '')}`,
    ],
    ['no person', '<reponse><code>2</code><deces>false</deces></reponse>'],
    [
      'two persons',
      answer('2').replace('<deces>', '<individu><nomNaissance>X</nomNaissance></individu><deces>'),
    ],
    ['two names', answer('2').replace('<prenoms>', '<nomNaissance>AUTRE</nomNaissance><prenoms>')],
    ['an element inside a name', answer('2', { nomNaissance: '<b>DUBOIS</b>' })],
  ])('%s', (_what, xml) => {
    expect(parseAnswer(xml)).toEqual({ kind: 'invalid-request' });
  });

  it.each<[string, Partial<typeof person>]>([
    ['a name that is empty', { nomNaissance: '' }],
    ['a name of spaces', { prenoms: '  ' }],
    ['a name too long', { nomNaissance: 'A'.repeat(257) }],
    ['a name in another encoding', { nomNaissance: 'L\uFFFDA' }],
    ['a name with a control character', { nomNaissance: 'A&#0;B' }],
    ['a date with dashes', { dateNaissance: '1962-08-24' }],
    ['a date too short', { dateNaissance: '196208' }],
    ['a month that is none', { dateNaissance: '19621324' }],
    ['a known day of an unknown month', { dateNaissance: '19620024' }],
    ['another sex', { sexe: 'X' }],
    ['a place that is no code', { codeLieuNaissance: 'Paris' }],
    ['a country that is no code', { codePaysNaissance: 'FR' }],
    ['born in France without a commune', { codeLieuNaissance: '' }],
    ['born abroad in a commune', { codePaysNaissance: '99217' }],
  ])('%s', (_what, changes) => {
    expect(parseAnswer(answer('2', changes))).toEqual({ kind: 'invalid-request' });
  });
});
