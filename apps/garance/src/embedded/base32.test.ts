import { expect, it } from 'vitest';
import { base32 } from './base32.ts';

it('secrets are written in base32 as RFC 4648 §10 does', () => {
  expect(base32(Buffer.from('fooba'))).toBe('MZXW6YTB');
  expect(base32(Buffer.from('12345678901234567890'))).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
});
