export { isNativeModuleThere } from './load-module.ts';
export { createPkcs11Token, type Pkcs11Settings } from './token.ts';
