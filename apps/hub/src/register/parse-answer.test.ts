import { startCpuStopwatch } from '@garance/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnswer } from './parse-answer.ts';
import {
  answerWith,
  answerWithoutPerson,
  answerXml,
  citizenXml,
  codeXml,
  declarations,
  individualXml,
  registeredAngela,
  type XmlPerson,
} from './testing/register-xml.ts';

const identity = {
  familyName: 'DUBOIS',
  givenName: 'Angela Claire',
  givenNames: ['Angela', 'Claire'],
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
};

describe('an answer of the register', () => {
  it('is found (2) or rectified (3), with the identity as the register has it', () => {
    expect(parseAnswer(answerXml('2'))).toEqual({ kind: 'found', identity });
    expect(parseAnswer(answerXml('3'))).toEqual({ kind: 'rectified', identity });
  });

  it.each([
    ['4', 'not-found'],
    ['6', 'several'],
    ['7', 'usage-name-only'],
    ['8', 'not-found'],
    ['9', 'invalid-request'],
  ])('%s: %s, without an identity even if one is sent along', (code, kind) => {
    const answer = { kind, reason: `answer code ${code}` };
    expect(parseAnswer(answerXml(code))).toEqual(answer);
    expect(parseAnswer(answerWithoutPerson(code))).toEqual(answer);
    expect(parseAnswer(answerWith(codeXml(code)))).toEqual(answer);
  });

  it.each([
    ['M', 'male'],
    ['F', 'female'],
    ['I', 'unspecified'],
  ])('has sex %s: %s', (Sexe, gender) => {
    expect(parseAnswer(answerXml('2', { Sexe }))).toMatchObject({ identity: { gender } });
  });

  it.each([
    ['1949-05-17', '1949-05-17'],
    ['1949-05', '1949-05-00'],
    ['1949', '1949-00-00'],
    ['2000-02-29', '2000-02-29'],
    ['\n  1949-05-17\n', '1949-05-17'],
  ])('has a date of birth, complete or in part: %j', (DateNaissance, birthdate) => {
    expect(parseAnswer(answerXml('2', { DateNaissance }))).toMatchObject({ identity: { birthdate } });
  });

  it.each([
    ['a commune', '<ie:Localite code="2A004">Ajaccio</ie:Localite>', '2A004', '99100'],
    ['a country', '<ie:Pays code="99217">Japon</ie:Pays>', '', '99217'],
    [
      'a town abroad, which has no code of a commune',
      '<ie:Localite code="12345">Kyoto</ie:Localite><ie:Pays code="99217"/>',
      '',
      '99217',
    ],
    [
      'a town abroad without code',
      '<ie:Localite>Kyoto</ie:Localite><ie:Pays code="99217">Japon</ie:Pays>',
      '',
      '99217',
    ],
    [
      'a commune and its country',
      '<ie:Localite code="75107"/><ie:Pays code="99100">France</ie:Pays>',
      '75107',
      '99100',
    ],
    ['single quotes', "<ie:Localite code='75107'/>", '75107', '99100'],
  ])('has a place of birth: %s', (_what, lieu, birthplace, birthcountry) => {
    expect(parseAnswer(answerXml('2', { lieu }))).toMatchObject({ identity: { birthplace, birthcountry } });
  });

  it('has each given name, one with a space as one', () => {
    const Prenoms = ['Jean Philippe', 'Pierre', 'Louis'];
    expect(parseAnswer(answerXml('2', { Prenoms }))).toMatchObject({
      identity: { givenName: 'Jean Philippe Pierre Louis', givenNames: Prenoms },
    });
  });

  it('has a usage name, apart from the name at birth', () => {
    expect(parseAnswer(answerXml('2', { NomUsage: 'MARTIN' }))).toEqual({ kind: 'found', identity });
  });

  it('has names with apostrophes and diacritics, escaped in any way XML allows, in NFC', () => {
    const changes = { NomFamille: 'D&apos;&#201;T&#xC9;', Prenoms: ['<![CDATA[Zoe\u0301]]>'] };
    expect(parseAnswer(answerXml('2', changes))).toMatchObject({
      identity: { familyName: "D'ÉTÉ", givenName: 'Zoé' },
    });
  });

  it('unescapes text once', () => {
    const changes = { NomFamille: 'A&amp;lt;B' };
    expect(parseAnswer(answerXml('2', changes))).toMatchObject({ identity: { familyName: 'A&lt;B' } });
  });

  it('keeps a name with a comment inside whole', () => {
    const changes = { NomFamille: 'DUB<!-- x -->OIS' };
    expect(parseAnswer(answerXml('2', changes))).toMatchObject({ identity: { familyName: 'DUBOIS' } });
  });
});

describe('a death', () => {
  const death = (content: string) => parseAnswer(answerXml('2', { more: content }));

  it.each(['2', '3'])('is found beside code %s', (code) => {
    const more = '<ie:Deces><ie:DateDeces>1993-05-01</ie:DateDeces></ie:Deces>';
    expect(parseAnswer(answerXml(code, { more }))).toEqual({ kind: 'deceased' });
  });

  it.each(['<ie:Deces/>', '<ie:Deces></ie:Deces>', '<ec:Deces>x</ec:Deces>', '<ie:Deces/><ie:Deces/>'])(
    'is any element of that name, whatever its content: %s',
    (element) => {
      expect(death(element)).toEqual({ kind: 'deceased' });
    },
  );

  it('of one of two persons is found', () => {
    const other = individualXml({ ...registeredAngela, more: '<ie:Deces/>' });
    const two = answerXml('2').replace('<ec:QualiteEtatCivil>', `${other}<ec:QualiteEtatCivil>`);
    expect(parseAnswer(two)).toEqual({ kind: 'deceased' });
  });

  it.each([
    '<ie:Deces xsi:nil="true"/>',
    '<ie:Deces xsi:nil="1"/>',
    '<x:Deces xmlns:x="http://elsewhere.example/">1993</x:Deces>',
  ])('is not an element without value, or of another schema: %s', (element) => {
    expect(death(element)).toEqual({ kind: 'found', identity });
  });

  it('is evaluated before the rest of the identity', () => {
    expect(parseAnswer(answerXml('2', { NomFamille: '', more: '<ie:Deces/>' }))).toEqual({
      kind: 'deceased',
    });
  });
});

describe('namespaces', () => {
  /** The answer with each prefix renamed. */
  const renamed = (to: Readonly<Record<string, string>>) =>
    answerXml('2')
      .replaceAll(/(<\/?)(el|ec|ie):/g, (_, before: string, prefix: string) => `${before}${to[prefix]}:`)
      .replaceAll(/xmlns:(el|ec|ie)=/g, (_, prefix: string) => `xmlns:${to[prefix]}=`);

  it.each([
    ['other prefixes', renamed({ el: 'a', ec: 'b-1.x', ie: '_' })],
    ['swapped prefixes', renamed({ el: 'ie', ec: 'el', ie: 'ec' })],
    [
      'a default namespace',
      answerXml('2')
        .replaceAll('el:', '')
        .replace('xmlns:el=', 'xmlns=')
        .replace('xmlns:IdentificationsIndividusCitoyens', 'IdentificationsIndividusCitoyens'),
    ],
    [
      'declarations further inside',
      answerXml('2')
        .replace('xmlns:ie="http://xml.insee.fr/schema" ', '')
        .replaceAll(/<ie:(Noms|Prenoms|Naissance|Sexe)>/g, '<ie:$1 xmlns:ie="http://xml.insee.fr/schema">'),
    ],
    [
      'a prefix that means something else elsewhere',
      answerXml('2', { more: '<ie:Prenoms xmlns:ie="urn:other"><ie:Prenom>Eve</ie:Prenom></ie:Prenoms>' }),
    ],
    [
      'elements of other schemas beside ours',
      answerXml('2', {
        more: '<x:Noms xmlns:x="urn:x"><x:NomFamille>EVE</x:NomFamille></x:Noms><Sexe>M</Sexe>',
      }),
    ],
  ])('%s do not matter', (_what, xml) => {
    expect(parseAnswer(xml)).toEqual({ kind: 'found', identity });
  });

  it.each([
    ['none', answerXml('2').replaceAll(/(<\/?)(?:el|ec|ie):/g, '$1')],
    ['another one', answerXml('2').replaceAll('http://xml.insee.fr/schema', 'http://xml.example/schema')],
    [
      'one that only begins like theirs',
      answerXml('2').replaceAll('insee.fr/schema', 'insee.fr/schema.example'),
    ],
    ['a prefix that nothing declares', answerXml('2').replace('xmlns:el=', 'xmlns:other=')],
    ['a prefix taken back', answerXml('2').replace('<ec:Individu>', '<ec:Individu xmlns:ie="">')],
    ['a name of three parts', answerXml('2').replaceAll('el:Situ', 'el:el:Situ')],
  ])('are those of INSEE: %s is unreadable', (_what, xml) => {
    expect(parseAnswer(xml)).toMatchObject({ kind: 'invalid-request' });
  });
});

const bomb = `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
const undeclared = (xml: string) => xml.replace(/^<\?xml[^>]*>\s*/, '');
const inEncoding = (encoding: string) => answerXml('2').replace('UTF-8', encoding);
const deep = (levels: number) => '<ie:x>'.repeat(levels) + '</ie:x>'.repeat(levels);

describe('attack 15: an answer that cannot be read confirms no identity', () => {
  it.each([
    ['nothing', ''],
    ['HTML', '<!doctype html><html><body>Maintenance</body></html>'],
    ['JSON', '{"TypeReponseIdentification": 2}'],
    ['words', 'Mauvais format'],
    ['XML that is cut off', answerXml('2').slice(0, 700)],
    ['XML whose elements cross', answerXml('2').replace('</ie:Noms>', '</ie:Prenoms>')],
    ['two documents', answerXml('8') + undeclared(answerXml('2'))],
    ['text after the document', `${answerXml('2')} x`],
    ['an attribute twice', answerXml('2', { lieu: '<ie:Localite code="75107" code="75108"/>' })],
    ['a DTD', `<!DOCTYPE r>${undeclared(answerXml('2'))}`],
    ['a DTD in lower case', `<!doctype r>${undeclared(answerXml('2'))}`],
    ['entities declared', bomb + undeclared(answerXml('2', { NomFamille: '&b;' }))],
    ['an external entity', `<!DOCTYPE r SYSTEM "file:///etc/passwd">${undeclared(answerXml('2'))}`],
    ['another encoding', inEncoding('ISO-8859-1')],
    ['UTF-16', inEncoding('UTF-16')],
    ['bytes of another encoding', answerXml('2', { NomFamille: 'L\uFFFDA' })],
    ['a control character', answerXml('2', { NomFamille: 'L\u0000A' })],
    ['too long an answer', answerXml('2').replace('>', `>${' '.repeat(32_768)}`)],
    ['too deep an answer', answerXml('2', { more: deep(20) })],
    ['far too deep an answer', answerXml('2', { more: deep(1_000) })],
    ['a forbidden name', answerXml('2', { more: '<__proto__>x</__proto__>' })],
  ])('xml: %s', (_what, xml) => {
    expect(parseAnswer(xml)).toEqual({ kind: 'invalid-request', reason: 'unreadable xml' });
  });

  it('root element: another document', () => {
    const xml = answerXml('2').replaceAll('IdentificationsIndividusCitoyens', 'Autre');
    expect(parseAnswer(xml)).toEqual({ kind: 'invalid-request', reason: 'unreadable root element' });
  });

  it.each([
    ['none', answerWith('')],
    ['two', answerWith(codeXml('8') + codeXml('2'))],
    ['the same twice', answerWith(codeXml('8') + codeXml('8'))],
    ['an unknown one', answerXml('5')],
    ['a longer one', answerXml('99')],
    ['one with something after it', answerXml('2x')],
    ['one of an inherited name', answerXml('constructor')],
    ['one with an element inside', answerXml('<ie:x/>2')],
    ['one in the wrong place', answerWith(citizenXml(codeXml('2')))],
  ])('code: %s', (_what, xml) => {
    const reason = 'unreadable TypeReponseIdentification';
    expect(parseAnswer(xml)).toEqual({ kind: 'invalid-request', reason });
  });

  it.each<[string, string, Partial<XmlPerson>]>([
    ['NomFamille', 'is empty', { NomFamille: '' }],
    ['NomFamille', 'is of spaces', { NomFamille: '  ' }],
    ['NomFamille', 'is too long', { NomFamille: 'A'.repeat(257) }],
    ['NomFamille', 'has a control character', { NomFamille: 'A&#0;B' }],
    ['NomFamille', 'has a line break', { NomFamille: 'A\nB' }],
    ['NomFamille', 'has a direction override', { NomFamille: 'A\u202EB' }],
    ['NomFamille', 'has half a character', { NomFamille: 'A&#xD800;B' }],
    ['NomFamille', 'has what stands for an unknown character', { NomFamille: 'A&#xFFFD;B' }],
    ['NomFamille', 'has an element inside', { NomFamille: 'A<ie:b>B</ie:b>' }],
    ['NomFamille', 'comes twice', { NomFamille: 'A</ie:NomFamille><ie:NomFamille>B' }],
    ['NomFamille', 'comes in two lists', { more: '<ie:Noms><ie:NomFamille>B</ie:NomFamille></ie:Noms>' }],
    [
      'NomFamille',
      'comes in two schemas',
      { NomFamille: 'A</ie:NomFamille><ec:NomFamille>B</ec:NomFamille><ie:NomFamille>C' },
    ],
    ['Prenom', 'is not there', { Prenoms: [] }],
    ['Prenom', 'is empty', { Prenoms: ['Jean', ''] }],
    ['Prenom', 'is too long together', { Prenoms: ['A'.repeat(200), 'B'.repeat(56)] }],
    ['Prenom', 'comes too often', { Prenoms: Array.from({ length: 51 }, () => 'A') }],
    ['DateNaissance', 'is not there', { DateNaissance: '' }],
    ['DateNaissance', 'has no dashes', { DateNaissance: '19620824' }],
    ['DateNaissance', 'has zeros for the day', { DateNaissance: '1962-08-00' }],
    ['DateNaissance', 'has zeros for the month', { DateNaissance: '1962-00' }],
    ['DateNaissance', 'is cut off', { DateNaissance: '1962-' }],
    ['DateNaissance', 'has a month that is none', { DateNaissance: '1962-13' }],
    ['DateNaissance', 'has a day that is none', { DateNaissance: '1962-02-30' }],
    ['DateNaissance', 'has a time', { DateNaissance: '1962-08-24T00:00:00' }],
    ['DateNaissance', 'has a time zone', { DateNaissance: '1962-08-24Z' }],
    ['DateNaissance', 'is of year 0', { DateNaissance: '0000' }],
    ['Sexe', 'is in lower case', { Sexe: 'f' }],
    ['Sexe', 'is another', { Sexe: 'X' }],
    ['LieuNaissance', 'is empty', { lieu: '' }],
    ['LieuNaissance', 'has no code', { lieu: '<ie:Localite>Paris</ie:Localite>' }],
    ['LieuNaissance', 'has an empty code', { lieu: '<ie:Localite code="">Paris</ie:Localite>' }],
    ['LieuNaissance', 'has a code of another schema', { lieu: '<ie:Localite ec:code="75107"/>' }],
    ['LieuNaissance', 'has a name as code', { lieu: '<ie:Localite code="Paris"/>' }],
    ['LieuNaissance', 'has a country as commune', { lieu: '<ie:Localite code="99217"/>' }],
    ['LieuNaissance', 'has a commune as country', { lieu: '<ie:Pays code="75107"/>' }],
    ['LieuNaissance', 'has a country without code', { lieu: '<ie:Pays>Japon</ie:Pays>' }],
    ['LieuNaissance', 'is France without a commune', { lieu: '<ie:Pays code="99100"/>' }],
    ['LieuNaissance', 'is two communes', { lieu: '<ie:Localite code="75107"/><ie:Localite code="75108"/>' }],
    ['LieuNaissance', 'is two countries', { lieu: '<ie:Pays code="99217"/><ie:Pays code="99352"/>' }],
  ])('%s that %s', (element, _what, changes) => {
    const answer = parseAnswer(answerXml('2', changes));
    expect(answer).toEqual({ kind: 'invalid-request', reason: `unreadable ${element}` });
  });

  it('with no person, or two', () => {
    expect(parseAnswer(answerWithoutPerson('2'))).toMatchObject({ kind: 'invalid-request' });
    const angela = citizenXml(individualXml(registeredAngela));
    expect(parseAnswer(answerWith(codeXml('2') + angela + angela))).toMatchObject({
      kind: 'invalid-request',
    });
  });
});

describe('attack 23: hostile text in an answer', () => {
  const pieces = [
    '<',
    '>',
    '&',
    '"',
    "'",
    '<ie:Noms>',
    '</ie:Noms>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    'xmlns:a="b"',
    '&#x41;',
    '<?x',
    ' ',
    'é',
    '\uD800',
    'a',
  ];
  const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));

  it('never throws, and confirms no identity that the answer does not contain', () => {
    fc.assert(
      fc.property(hostile, fc.nat(2_000), (text, at) => {
        const whole = answerXml('2');
        const answer = parseAnswer(whole.slice(0, at) + text + whole.slice(at));
        if ('identity' in answer) expect(answer.identity.birthdate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(['found', 'deceased', 'not-found', 'invalid-request']).toContain(answer.kind);
        expect(parseAnswer(text)).toMatchObject({ kind: 'invalid-request' });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['open', (n: number) => '<'.repeat(n)],
    ['open elements', (n: number) => '<a>'.repeat(n / 3)],
    ['attributes', (n: number) => `<a ${'b="" '.repeat(n / 5)}/>`],
    ['one attribute that does not end', (n: number) => `<a b="${'x'.repeat(n)}`],
    ['quotes', (n: number) => `<a ${'"'.repeat(n)}>`],
    ['comments', (n: number) => `<a>${'<!--'.repeat(n / 4)}`],
    ['references', (n: number) => `<a>${'&#x'.repeat(n / 3)}</a>`],
    ['ampersands', (n: number) => `<a>${'&'.repeat(n)}</a>`],
    ['spaces', (n: number) => `<a${' '.repeat(n)}`],
    [
      'declarations',
      (n: number) => `<a ${Array.from({ length: n / 14 }, (_, i) => `xmlns:a${i}="b"`).join(' ')}/>`,
    ],
    [
      'declarations of many elements below many declarations',
      (n: number) =>
        `<a ${Array.from({ length: n / 28 }, (_, i) => `xmlns:a${i}="b"`).join(' ')}>${'<b xmlns:c="d"/>'.repeat(n / 32)}</a>`,
    ],
    ['an XML declaration that does not end', (n: number) => `<?xml ${'encoding="'.repeat(n / 10)}`],
    ['CDATA', (n: number) => `<a>${'<![CDATA['.repeat(n / 9)}`],
  ])('is read in linear time: %s', (_what, make) => {
    const xml = make(32_000);
    const first = startCpuStopwatch();
    expect(parseAnswer(xml)).toMatchObject({ kind: 'invalid-request' });
    expect(first()).toBeLessThan(500);
    // Longer documents are not parsed at all.
    const long = make(4_000_000);
    const second = startCpuStopwatch();
    expect(parseAnswer(long)).toMatchObject({ kind: 'invalid-request' });
    expect(second()).toBeLessThan(50);
  });

  it('does not expand entities, whatever the prologue', () => {
    expect(parseAnswer(`<?xml version="1.0"?>\n<!-- x -->${bomb}<a ${declarations}>&b;</a>`)).toMatchObject({
      kind: 'invalid-request',
    });
  });
});

describe('any identity', () => {
  const name = fc.stringMatching(/^[A-ZÀ-Ö][a-zà-ö' -]{0,20}[a-z]$/);
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

  it('is read as it was written, each given name separately', () => {
    fc.assert(
      fc.property(name, fc.array(name, { minLength: 1, maxLength: 6 }), (NomFamille, Prenoms) => {
        const answer = parseAnswer(
          answerXml('2', { NomFamille: escaped(NomFamille), Prenoms: Prenoms.map(escaped) }),
        );
        expect(answer).toMatchObject({
          kind: 'found',
          identity: { familyName: NomFamille, givenNames: Prenoms, givenName: Prenoms.join(' ') },
        });
      }),
      { numRuns: 100 },
    );
  });

  it('has a valid date, or none', () => {
    const part = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'));
    const date = fc.oneof(
      fc.tuple(part, part, part, part).map(([a, b, m, d]) => `${a}${b}-${m}-${d}`),
      fc.tuple(part, part, part).map(([a, b, m]) => `${a}${b}-${m}`),
      fc.tuple(part, part).map(([a, b]) => `${a}${b}`),
    );
    fc.assert(
      fc.property(date, (DateNaissance) => {
        const answer = parseAnswer(answerXml('2', { DateNaissance }));
        const iso = `${DateNaissance}${'-01'.repeat((10 - DateNaissance.length) / 3)}`;
        const exists =
          !DateNaissance.startsWith('0000') &&
          new Date(`${iso}T00:00:00Z`).toJSON()?.startsWith(iso) === true;
        expect([DateNaissance, 'identity' in answer]).toEqual([DateNaissance, exists]);
      }),
      { numRuns: 500 },
    );
  });
});
