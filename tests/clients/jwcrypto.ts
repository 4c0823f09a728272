import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The system's own, which is the one that Debian's packages are installed for. */
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('open-nested.py', import.meta.url));

export type JwcryptoAlg = 'RSA-OAEP-256' | 'ECDH-ES';
export type Jwk = Readonly<Record<string, unknown>> & { readonly kty: string };

export interface OpenedToken {
  readonly outer: Readonly<Record<string, unknown>>;
  readonly inner: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

interface ToOpen {
  readonly token: string;
  readonly alg: JwcryptoAlg;
  /** Private. */
  readonly key: Jwk;
  /** The hub's public keys. */
  readonly jwks: unknown;
}

/** Whether Debian's `python3-jwcrypto` is installed on this machine. */
export function hasJwcrypto(): boolean {
  return spawnSync(python, ['-c', 'import jwcrypto'], { stdio: 'ignore' }).status === 0;
}

/** Key pairs that jwcrypto made, one for each algorithm. */
export function makeKeys(): Readonly<Record<JwcryptoAlg, { readonly private: Jwk; readonly public: Jwk }>> {
  return JSON.parse(run('keys'));
}

/** Decrypts, verifies the signature inside, and says what it holds. @throws Error when jwcrypto refuses it */
export function openWithJwcrypto(wanted: ToOpen): OpenedToken {
  return JSON.parse(run('open', JSON.stringify(wanted)));
}

function run(command: string, input = ''): string {
  const { status, stdout, stderr } = spawnSync(python, [script, command], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`jwcrypto: ${stderr.trim().split('\n').at(-1)}`);
  return stdout;
}
