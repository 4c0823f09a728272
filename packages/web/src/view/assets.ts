import { readFileSync } from 'node:fs';

/** Output of `tools/build-assets.mjs`; the same path from `src/view` and `dist/view`. */
export const generatedAssets = new URL('../../generated/assets/', import.meta.url);

/** Name of each asset to its file name with content hash. */
export type AssetManifest = Readonly<Record<string, string>>;

const read: { manifest: AssetManifest | undefined } = { manifest: undefined };

/** @throws when the assets were not built */
export function readAssetManifest(): AssetManifest {
  read.manifest ??= JSON.parse(readManifestFile()) as AssetManifest;
  return read.manifest;
}

function readManifestFile(): string {
  try {
    return readFileSync(new URL('manifest.json', generatedAssets), 'utf8');
  } catch (cause) {
    throw new Error('The assets are missing: run `node tools/build-assets.mjs`.', { cause });
  }
}

/**
 * Site-relative address of an asset, such as `/assets/main-3f2a….css` for `main.css`.
 * @throws when there is no such asset
 */
export function assetUrl(name: string): string {
  const file = readAssetManifest()[name];
  if (file === undefined) throw new Error(`No asset is named ${name}.`);
  return `/assets/${file}`;
}
