import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEmbeddedOptions } from '@garance/garance';
import { afterAll, expect, it } from 'vitest';
import { signInAtDemoService } from '../embedded/at-the-federation.ts';
import { findFreeRange, startFederation } from '../federation.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'garance-register-'));
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const account = { provider: 'low', login: 'basile', password: 'garance' } as const;

it('attack 22: with and without a register one person has two subjects at one service, and the first comes back', async () => {
  const where = { dataDir, basePort: await findFreeRange() };
  const subs: string[] = [];
  for (const integration of ['same', 'none', 'same'] as const) {
    const federation = await startFederation({ ...where, register: { integration } });
    // A register that is down is not asked where there is none.
    if (integration === 'none') federation.civilRegister.setFault('down');
    subs.push(await signInAtDemoService(federation.run, account));
    await federation.close();
  }
  const [before, without, after] = subs;
  expect(without).toMatch(/^[0-9a-f]{64}v1$/);
  expect(without).not.toBe(before);
  expect(after).toBe(before);
});

it('what the environment says of the register is read once, and refused in one line', () => {
  const read = (env: Record<string, string>) => readEmbeddedOptions([], env).register;
  expect(read({})).toEqual({ integration: 'same' });
  expect(read({ GARANCE_INTEGRATION_REGISTER: 'none' })).toEqual({ integration: 'none' });
  expect(
    read({ GARANCE_REGISTER_URL: 'https://r.example/', GARANCE_REGISTER_PROXY: 'http://p.example' }),
  ).toEqual({
    integration: 'same',
    settings: { url: 'https://r.example/', timeoutMs: 3_000, proxy: 'http://p.example' },
  });
  expect(() => read({ GARANCE_REGISTER_URL: 'none' })).toThrow('GARANCE_REGISTER_URL');
  expect(() => read({ GARANCE_INTEGRATION_REGISTER: 'demo' })).toThrow('GARANCE_INTEGRATION_REGISTER');
  const missing = { GARANCE_REGISTER_URL: 'https://r.example/', GARANCE_REGISTER_KEY: '/no/such/key.pem' };
  expect(() => read(missing)).toThrow('GARANCE_REGISTER_KEY: /no/such/key.pem cannot be read.');
});

it('a register that cannot be used stops the start with the setting’s name', async () => {
  const settings = { url: 'https://r.example/', clientKey: 'not a key' };
  const start = startFederation({ register: { integration: 'same', settings } });
  await expect(start).rejects.toThrow(/civil register cannot be used.*clientKey/s);
});
