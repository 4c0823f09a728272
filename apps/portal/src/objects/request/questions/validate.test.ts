import { fc, test } from '@fast-check/vitest';
import { knownScopes } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { formats, isFrenchMobile, parseDay, parseWhole } from '../../form/formats.ts';
import { currentTerms } from '../../service/terms.ts';
import type { RequestAnswers } from '../answers.ts';
import { completeAnswers } from '../testing/filled-request.ts';
import { describeStep, fieldLabel } from './describe.ts';
import { type FormStepName, formStepNames } from './field.ts';
import { formSteps, getFormStep } from './steps.ts';
import { checkAll, checkStep, type QuestionContext } from './validate.ts';

const describeAll = (described: Parameters<typeof describeStep>[1], locale: 'fr' | 'en') =>
  formSteps.flatMap((step) => describeStep(step, described, locale));

type Changes = Readonly<Partial<Record<FormStepName, Readonly<Record<string, string | string[]>>>>>;

function context(changes: Changes = {}, more: Partial<QuestionContext> = {}): QuestionContext {
  const platform = more.platform ?? 'standard';
  const base = completeAnswers(platform);
  const answers: RequestAnswers = {
    ...base,
    organisation: { ...base.organisation, siret: '1', name: 'Ville', address: 'Place', contractor: 'no' },
  };
  for (const [step, fields] of Object.entries(changes)) answers[step] = { ...answers[step], ...fields };
  return { answers, platform, files: new Map(), termsVersion: currentTerms.version, ...more };
}
/** Names of the wrong fields of all steps. */
const wrong = (changes: Changes = {}, more: Partial<QuestionContext> = {}) =>
  [...checkAll(context(changes, more), 'fr').values()].flatMap((errors) => Object.keys(errors));

describe('the questions', () => {
  it('are complete for both platforms when everything is answered', () => {
    expect(wrong()).toEqual([]);
    expect(wrong({}, { platform: 'plus' })).toEqual([]);
  });

  it('follow the order of the specification, each named once, in both languages', () => {
    expect(formSteps.map(({ name }) => name)).toEqual([...formStepNames]);
    for (const step of formSteps) {
      expect(new Set(step.fields.map(({ name }) => name)).size).toBe(step.fields.length);
      for (const { label, hint } of step.fields) {
        for (const text of [label, ...(hint === undefined ? [] : [hint])]) {
          expect(text.fr.trim()).not.toBe('');
          expect(text.en.trim()).not.toBe('');
        }
      }
    }
  });

  it('name each required answer that is missing', () => {
    for (const step of formSteps) {
      for (const field of step.fields) {
        if (field.required !== 'always' || field.kind === 'scopes') continue;
        expect(wrong({ [step.name]: { [field.name]: '' } }), field.name).toContain(field.name);
      }
    }
  });

  it('require the contractor’s name only when there is one', () => {
    expect(wrong({ organisation: { contractor: 'yes' } })).toEqual(['contractor_name', 'contractor_siret']);
    const named = { contractor: 'yes', contractor_name: 'Éditeur', contractor_siret: '73282932000074' };
    expect(wrong({ organisation: named })).toEqual([]);
    expect(wrong({ organisation: { ...named, contractor_siret: '73282932000075' } })).toEqual([
      'contractor_siret',
    ]);
  });

  it('accept the legal text as an address or as a document', () => {
    expect(wrong({ legal: { url: '' } })).toEqual(['url', 'document']);
    expect(wrong({ legal: { url: '' } }, { files: new Map([['legal.document', 1]]) })).toEqual([]);
    for (const url of [
      'javascript:alert(1)',
      'ftp://a.example',
      'https://u:p@a.example',
      'https://localhost',
      'a b',
    ]) {
      expect(wrong({ legal: { url } }), url).toEqual(['url']);
    }
  });

  it('accept six mock-ups and one legal document at most', () => {
    expect(wrong({}, { files: new Map([['project.mockups', 7]]) })).toEqual(['mockups']);
    expect(wrong({}, { files: new Map([['legal.document', 2]]) })).toEqual(['document']);
  });

  it('require a justification above 36 months and not at 36', () => {
    expect(wrong({ personal_data: { retention_months: '36' } })).toEqual([]);
    expect(wrong({ personal_data: { retention_months: '37' } })).toEqual(['retention_justification']);
    for (const retention_months of ['0', '-3', '1,5', 'toujours', '1201']) {
      expect(wrong({ personal_data: { retention_months } }), retention_months).toContain('retention_months');
    }
  });

  it('require a security officer, a reason and a text about FranceConnect for plus only', () => {
    const blank = {
      level: { already_connected: '', why: '' },
      people: { security_name: '', security_email: '' },
    };
    expect(wrong(blank)).toEqual([]);
    expect(wrong(blank, { platform: 'plus' })).toEqual([
      'already_connected',
      'why',
      'security_name',
      'security_email',
    ]);
  });

  it('require a purpose for each datum but the identifier, and accept only data of the platform', () => {
    expect(wrong({ data: { scopes: ['openid', 'gender'] } })).toEqual(['purpose_gender']);
    expect(wrong({ data: { scopes: [] } })).toEqual([]);
    const scopes = ['rnipp_birth'];
    expect(wrong({ data: { scopes, purpose_rnipp_birth: 'x' } })).toEqual(['scopes']);
    expect(wrong({ data: { scopes, purpose_rnipp_birth: 'x' } }, { platform: 'plus' })).toEqual([]);
  });

  it('require acceptance of the terms in force, not of an earlier version or a bare tick', () => {
    for (const terms of ['', 'yes', '2019-01']) expect(wrong({ commitments: { terms } })).toEqual(['terms']);
  });

  it('keep the identifiers unchanged once citizens have them', () => {
    expect(wrong({ identifiers: { identifiers: 'common' } }, { identifiersFixed: 'different' })).toEqual([
      'identifiers',
    ]);
    expect(wrong({ identifiers: { identifiers: 'common' } }, { identifiersFixed: 'common' })).toEqual([]);
  });

  test.prop([fc.dictionary(fc.constantFrom(...formStepNames), fc.dictionary(fc.string(), fc.string()))], {
    numRuns: 200,
  })('never throw on a draft, and describe it', (answers) => {
    for (const platform of ['standard', 'plus'] as const) {
      const any = { answers, platform, files: new Map(), termsVersion: 'x' };
      for (const name of formStepNames) checkStep(getFormStep(name), any, 'en');
      expect(describeAll({ answers, platform }, 'fr').length).toBeGreaterThan(30);
    }
  });

  it('have a description for every scope of both platforms', () => {
    for (const platform of ['standard', 'plus'] as const) {
      for (const scope of knownScopes(platform)) {
        const answers = { data: { scopes: [scope], [`purpose_${scope}`]: 'Vérifier' } };
        const described = describeAll({ answers, platform }, 'fr').find(({ field }) => field === 'scopes');
        const line = described?.lines.at(-1) ?? '';
        expect(line).toContain(`${scope} (`);
        expect(line).not.toContain('()');
        expect(line).toContain('— Vérifier');
      }
    }
    expect(fieldLabel('data', 'purpose_email', 'fr')).toBe('email');
    expect(fieldLabel('project', 'name', 'en')).toBe('Name of the service');
  });
});

describe('the formats of answers', () => {
  it('accept French mobile numbers, overseas included, in every usual spelling', () => {
    for (const yes of [
      '0612345678',
      '07 12 34 56 78',
      '+33 6 12 34 56 78',
      '0033712345678',
      '06.92.12.34.56',
      '+262 692 12 34 56',
    ]) {
      expect(isFrenchMobile(yes), yes).toBe(true);
    }
    for (const no of [
      '0112345678',
      '061234567',
      '06123456789',
      '+32 475 12 34 56',
      '+33112345678',
      'zéro six',
      '',
    ]) {
      expect(isFrenchMobile(no), no).toBe(false);
    }
  });

  it('accept existing days only', () => {
    expect(parseDay('1/9/2027')).toBe('2027-09-01');
    expect(parseDay('2027-09-01')).toBe('2027-09-01');
    for (const no of ['31/02/2027', '2027-13-01', 'demain', '01/09/27'])
      expect(parseDay(no), no).toBeUndefined();
  });

  it('accept whole numbers and addresses', () => {
    expect(parseWhole('10 000')).toBe(10_000);
    expect(parseWhole('1e3')).toBeUndefined();
    expect(formats.email.safeParse('a.b@ville.example').success).toBe(true);
    for (const no of ['a', 'a@b', 'a b@c.fr', 'a@c.fr\nbcc: d@e.fr', 'a,b@c.fr'])
      expect(formats.email.safeParse(no).success, no).toBe(false);
  });
});
