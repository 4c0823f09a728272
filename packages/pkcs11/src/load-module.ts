/** The native module, which is not in the default install (docs/decisions/0038-keys-in-a-token.md). */
import { createRequire } from 'node:module';
import { GaranceError } from '@garance/core';
import {
  CKF_OS_LOCKING_OK,
  CKR_CRYPTOKI_ALREADY_INITIALIZED,
  type Cryptoki,
  type ParameterKinds,
  returnCodeOf,
} from './cryptoki.ts';

export interface LoadedModule {
  readonly cryptoki: Cryptoki;
  readonly kinds: ParameterKinds;
  /**
   * To be called before each login; does nothing when the library is initialised. Initialises it for use by several
   * threads. @throws an error of the library
   */
  initialise(): void;
  /** Finalises the library if this object initialised it: a library is shared by the whole process. */
  finalise(): void;
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
 * Loads the library of a token.
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
  let isOurs = false;
  return {
    cryptoki,
    kinds: native,
    initialise: () => {
      try {
        cryptoki.C_Initialize({ flags: CKF_OS_LOCKING_OK });
        isOurs = true;
      } catch (error) {
        if (returnCodeOf(error) !== CKR_CRYPTOKI_ALREADY_INITIALIZED) throw error;
      }
    },
    finalise: () => {
      if (!isOurs) return;
      isOurs = false;
      try {
        cryptoki.C_Finalize();
      } catch {
        // The library was initialised already.
      }
    },
  };
}
