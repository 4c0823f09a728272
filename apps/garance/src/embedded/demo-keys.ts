import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
  if (existsSync(file)) {
    const sealed = readFileSync(file, 'utf8');
    const anew = vault.reseal('demo-keys', sealed);
    if (anew !== undefined) writeWhole(file, anew);
    return JSON.parse(vault.open('demo-keys', sealed)) as DemoKeys;
  }
  const [providers, service] = await Promise.all([generateDemoProviderKeys(), generateDemoServiceKeys()]);
  writeWhole(file, vault.seal('demo-keys', JSON.stringify({ providers, service })));
  return { providers, service };
}

/** Atomic: at any moment the file has the old or the new content. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
