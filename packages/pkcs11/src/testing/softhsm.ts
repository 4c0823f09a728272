/** For tests and the bench: SoftHSM tokens, created by its own tool. `.ci/services start` installs what they need. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { isNativeModuleThere } from '../load-module.ts';
import type { Pkcs11Settings } from '../token.ts';

const { TEST_PKCS11_MODULE: modulePath, SOFTHSM2_CONF: configuration } = process.env;

/** Reason why there is no token. */
export const withoutToken =
  modulePath === undefined || configuration === undefined
    ? 'needs TEST_PKCS11_MODULE and SOFTHSM2_CONF (.ci/services start)'
    : isNativeModuleThere()
      ? undefined
      : 'needs the native module (node tools/install-pkcs11.mjs)';

/** A new, empty token. */
export function createTestToken(changes: Partial<Pkcs11Settings> = {}): Pkcs11Settings {
  const tokenLabel = `garance-${randomBytes(6).toString('hex')}`;
  const pin = randomBytes(6).toString('hex');
  const settings = ['--label', tokenLabel, '--pin', pin, '--so-pin', randomBytes(6).toString('hex')];
  execFileSync('softhsm2-util', ['--init-token', '--free', ...settings], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { modulePath: modulePath ?? '', tokenLabel, pin, sessions: 4, callTimeoutMs: 10_000, ...changes };
}
