import type { PlatformStore } from '@garance/portal';
import { expect, it } from 'vitest';
import { partnerAccounts } from './partner-seeds.ts';

it('secrets are in base32 (RFC 4648 §6), the same at every start', async () => {
  const secrets = { getOrCreate: async () => Buffer.from('12345678901234567890') };
  const [owner] = await partnerAccounts({ secrets } as unknown as PlatformStore);
  expect(owner?.totpSecret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
});
