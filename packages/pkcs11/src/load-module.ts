/** The native module, which is outside of the default install (docs/decisions/0038-keys-in-a-token.md). */
import { createRequire } from 'node:module';
import { GaranceError } from '@garance/core';
import {
  CKF_OS_LOCKING_OK,
  CKR_CRYPTOKI_ALREADY_INITIALIZED,
  type Cryptoki,
  nameOf,
  type ParameterKinds,
  returnCodeOf,
} from './cryptoki.ts';

export interface LoadedModule {
  readonly cryptoki: Cryptoki;
  readonly kinds: ParameterKinds;
}

interface Pkcs11js extends ParameterKinds {
  readonly PKCS11: new () => Cryptoki & { load(path: string): void };
}

const nativeFolder = new URL('../native/package.json', import.meta.url);

/** Whether the native module is installed. */
export function isNativeModuleThere(): boolean {
  try {
    createRequire(nativeFolder).resolve('pkcs11js');
    return true;
  } catch {
    return false;
  }
}

/**
 * Loads the library of a token and initialises it for use by several threads.
 * @param path the vendor's shared library
 * @throws GaranceError `keys.token_unavailable` when native module or library cannot be loaded
 */
export function loadModule(path: string): LoadedModule {
  if (!isNativeModuleThere()) {
    throw new GaranceError('keys.token_unavailable', {
      detail: 'the native module is not installed: node tools/install-pkcs11.mjs',
    });
  }
  const native = createRequire(nativeFolder)('pkcs11js') as Pkcs11js;
  const cryptoki = new native.PKCS11();
  try {
    cryptoki.load(path);
  } catch (cause) {
    throw new GaranceError('keys.token_unavailable', { detail: `${path} cannot be loaded`, cause });
  }
  try {
    cryptoki.C_Initialize({ flags: CKF_OS_LOCKING_OK });
  } catch (cause) {
    // Of another token of this process that has the same library.
    if (returnCodeOf(cause) !== CKR_CRYPTOKI_ALREADY_INITIALIZED) {
      throw new GaranceError('keys.token_unavailable', { detail: `${path}: ${nameOf(cause)}`, cause });
    }
  }
  return { cryptoki, kinds: native };
}
