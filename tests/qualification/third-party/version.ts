import { readFileSync } from 'node:fs';

/** The installed version of an npm package, from its manifest, which not every package exports. */
export function versionOf(name: string): string {
  const manifest = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
}
