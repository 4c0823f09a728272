import { readEmbeddedOptions } from '@garance/garance';
import { expect, it } from 'vitest';
import { signInAtDemoService } from '../embedded/at-the-federation.ts';
import { startFederation } from '../federation.ts';

it('attack 22: the integration hubs do without a register, under subjects that no person of it has', async () => {
  const federation = await startFederation({ register: { integration: 'none' } });
  // With the register down, a login shows that it is not queried.
  federation.civilRegister.setFault('down');
  const account = { provider: 'low', login: 'basile', password: 'garance' } as const;
  expect(await signInAtDemoService(federation.run, account)).toMatch(/^[0-9a-f]{64}v1$/);
  await federation.close();
});

it('the environment’s settings of the register are read once, and refused in one line', () => {
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

it('an unusable register stops the start with the name of the setting', async () => {
  const settings = { url: 'https://r.example/', clientKey: 'not a key' };
  const start = startFederation({ register: { integration: 'same', settings } });
  await expect(start).rejects.toThrow(/civil register cannot be used.*clientKey/s);
});
