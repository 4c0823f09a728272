import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DemoProviderKeys,
  type DemoServiceKeys,
  generateDemoProviderKeys,
  generateDemoServiceKeys,
} from '@garance/demo';
import type { Vault } from '@garance/store';

interface DemoKeys {
  readonly providers: DemoProviderKeys;
  readonly service: DemoServiceKeys;
}

/** Keys of the demo providers and service, created once and stored sealed, so that key ids stay the same after a restart. */
export async function loadDemoKeys(dataDir: string, vault: Vault): Promise<DemoKeys> {
  const file = join(dataDir, 'demo-keys');
  if (existsSync(file)) return JSON.parse(vault.open('demo-keys', readFileSync(file, 'utf8'))) as DemoKeys;
  const [providers, service] = await Promise.all([generateDemoProviderKeys(), generateDemoServiceKeys()]);
  writeFileSync(file, vault.seal('demo-keys', JSON.stringify({ providers, service })), { mode: 0o600 });
  return { providers, service };
}
