import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCommuneCodes, encodeCommuneCodes, isCommuneCodeShaped } from './commune-codes.ts';

const prefix = fc.constantFrom('01', '20', '2A', '2B', '75', '97');
const code = fc
  .tuple(prefix, fc.integer({ min: 0, max: 999 }))
  .map(([p, n]) => p + String(n).padStart(3, '0'));

test('decoding gives exactly the encoded codes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(code, { minLength: 1 }), (codes) => {
      const known = [...decodeCommuneCodes(encodeCommuneCodes(codes))].flatMap(([p, flags]) =>
        [...flags.keys()].filter((n) => flags[n] === 1).map((n) => p + String(n).padStart(3, '0')),
      );
      expect(known.sort()).toEqual(codes.toSorted());
    }),
    { numRuns: 200 },
  );
});

test('neighbouring codes are encoded as a range, in any order and number', () => {
  expect(encodeCommuneCodes(['2A004', '01003', '01001', '01002', '01002', '01005'])).toEqual({
    '01': '1-3,5',
    '2A': '4',
  });
});

test.each(['1001', '010011', '2C001', '2a004', 'A1001', '01 01', '0100x', ' 01001', '01001\n', ''])(
  '%j is not shaped like a commune code',
  (wrong) => {
    expect(isCommuneCodeShaped(wrong)).toBe(false);
    expect(() => encodeCommuneCodes([wrong])).toThrow(`Not a commune code: ${wrong}`);
  },
);

test.each([
  [{ '2C': '1' }, 'Not a department prefix: 2C'],
  [{ '012': '1' }, 'Not a department prefix: 012'],
  [{ x01: '1' }, 'Not a department prefix: x01'],
  [{ '01': '' }, 'Not a range of commune codes: '],
  [{ '01': '1,,2' }, 'Not a range of commune codes: '],
  [{ '01': '5-4' }, 'Not a range of commune codes: 5-4'],
  [{ '01': '1-1000' }, 'Not a range of commune codes: 1-1000'],
  [{ '01': '1-2-3' }, 'Not a range of commune codes: 1-2-3'],
  [{ '01': 'x1' }, 'Not a range of commune codes: x1'],
  [{ '01': '1-' }, 'Not a range of commune codes: 1-'],
])('a damaged table %j is refused', (table, message) => {
  expect(() => decodeCommuneCodes(table as Record<string, string>)).toThrow(message);
});
