import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { varyingParts, weaknessOf } from './unpredictable.ts';

const five = (make: (place: number) => string) => [0, 1, 2, 3, 4].map(make);

test.each([
  ['base64url', () => randomBytes(16).toString('base64url')],
  ['hexadecimal', () => randomBytes(16).toString('hex')],
  ['random UUIDs', () => randomUUID()],
  ['a constant prefix before enough randomness', () => `login.${randomBytes(24).toString('base64url')}`],
  ['a JWE, whose header is the same', () => `eyJhbGciOiJkaXIifQ..${randomBytes(60).toString('base64url')}`],
  ['different lengths', () => randomBytes(16 + Math.floor(Math.random() * 8)).toString('base64url')],
] as const)('%s look unguessable', (_name, make) => {
  for (let round = 0; round < 100; round += 1) expect(weaknessOf(five(make))).toBeUndefined();
});

const noise = 'Zq3vT8mXw1Lr6Kd0Pb9Hs2';
test.each([
  ['absent', [noise, undefined]],
  ['absent', [noise, '']],
  ['short', five(() => randomBytes(15).toString('base64url'))],
  ['repeated', [noise, randomUUID(), noise]],
  ['counted', five((place) => String(place).padStart(24, '0'))],
  ['counted', five((place) => (1_000_000n * BigInt(place) + 10n ** 24n).toString())],
  ['counted', five((place) => (0xabcdef0123456789abcdef0123456789n + BigInt(place)).toString(16))],
  ['counted', five((place) => String(17_322_780_001_234_567_890_123n + BigInt(place * 1_234_567)))],
  ['alike', five((place) => `${1_732_278_000_123 + place * 900}-${noise}`)],
  [
    'alike',
    five((place) => Buffer.from(`session-login-${1_732_278_000_123 + place * 900}`).toString('base64url')),
  ],
  ['alike', five(() => `${randomBytes(4).toString('hex')}-1dd2-11b2-8000-0242ac120002`)],
  ['alike', five((place) => `${noise}${noise}${randomBytes(6).toString('base64url')}${place}`)],
  ['few-symbols', five(() => [...randomBytes(27)].map((byte) => byte % 5).join(''))],
] as const)('finds %s', (weakness, values) => {
  expect(weaknessOf(values)).toBe(weakness);
});

test('what varies is what is left between a shared beginning and a shared end', () => {
  expect(varyingParts(['state-12-x', 'state-345-x'])).toEqual(['12', '345']);
});
