import { expect, test } from 'vitest';
import { honest } from '../honest.ts';
import { doing, replaced, withCheck, without } from './defect.ts';
import { defects } from './index.ts';

test('a defect that leaves out a check that there is not is an error, not an honest service', () => {
  expect(() => without(honest, 'idToken', 'nonsense')).toThrow('no check idToken.nonsense');
  expect(() => replaced(honest, 'userinfo', 'nonsense', () => true)).toThrow('no check userinfo.nonsense');
});

test('one check goes, the others and the honest service stay', () => {
  const wrong = without(honest, 'idToken', 'nonce');
  const names = ({ checks }: typeof honest) => checks.idToken.map(({ name }) => name);
  expect(names(honest).filter((name) => !names(wrong).includes(name))).toEqual(['nonce']);
  expect(wrong.checks.userinfo).toBe(honest.checks.userinfo);
});

test('a replaced check may ask the honest one', () => {
  const wrong = replaced(honest, 'discovery', 'issuer', (_context, honestly) => honestly());
  const document = { issuer: 'https://hub.example' };
  expect(wrong.checks.discovery[0]?.holds({ document, issuer: 'https://hub.example' })).toBe(true);
  expect(wrong.checks.discovery[0]?.holds({ document, issuer: 'https://other.example' })).toBe(false);
});

test('a check may be added, a deed done differently', () => {
  expect(withCheck(honest, 'person', () => false).checks.person).toHaveLength(1);
  expect(doing(honest, { nonce: () => 'always' }).does.nonce('')).toBe('always');
});

test('every defect changes the honest service', () => {
  const same = defects.filter((defect) => {
    const wrong = defect.plant(honest);
    return wrong.checks === honest.checks && wrong.does === honest.does;
  });
  expect(same.map(({ name }) => name)).toEqual([]);
});
