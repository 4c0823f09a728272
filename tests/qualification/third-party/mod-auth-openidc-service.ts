/**
 * Debian's Apache with `mod_auth_openidc` in front of a static page, a client without JavaScript. On `plus` it decrypts
 * tokens encrypted with RSA-OAEP.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Platform } from '@garance/core';
import type { JWK } from 'jose';
import { signedInText, type ThirdPartyService } from './site.ts';

export interface ModAuthOptions {
  readonly port: number;
  readonly platform: Platform;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Private key, for `plus`. */
  readonly decryption?: JWK;
}

const modules = '/usr/lib/apache2/modules';
const apache = '/usr/sbin/apache2';

export function hasModAuthOpenidc(): boolean {
  return existsSync(apache) && existsSync(join(modules, 'mod_auth_openidc.so'));
}

export function modAuthOpenidcVersion(): string {
  const status = execFileSync('dpkg-query', ['-s', 'libapache2-mod-auth-openidc'], { encoding: 'utf8' });
  return /^Version: (.+)$/m.exec(status)?.[1] ?? 'of unknown version';
}

export async function startModAuthOpenidc(options: ModAuthOptions): Promise<ThirdPartyService> {
  const { port } = options;
  const origin = `http://127.0.0.1:${port}`;
  const home = await mkdtemp(join(tmpdir(), 'garance-apache-'));
  // Apache's workers run as another user.
  await chmod(home, 0o755);
  await mkdir(join(home, 'site'), { mode: 0o755 });
  const html = `<!doctype html><html lang="en"><title>Account</title><body><h1>${signedInText}</h1>
    <p><!--#echo var="OIDC_CLAIM_given_name" --> <!--#echo var="OIDC_CLAIM_family_name" -->, account
    <!--#echo var="OIDC_CLAIM_sub" --></p></body></html>`;
  await writeFile(join(home, 'site', 'account.html'), html);
  await writeFile(join(home, 'site', 'public.html'), '<!doctype html><title>Welcome</title><h1>Welcome</h1>');
  await writeFile(join(home, 'apache.conf'), await configuration(home, origin, options));
  const child = spawn(apache, ['-f', join(home, 'apache.conf'), '-D', 'FOREGROUND', '-k', 'start'], {
    stdio: 'ignore',
  });
  await answers(origin, child);
  return {
    name: `mod_auth_openidc ${modAuthOpenidcVersion()}`,
    loginUrl: `${origin}/account.html`,
    protectedUrl: `${origin}/account.html`,
    logoutUrl: `${origin}/callback?logout=${encodeURIComponent(`${origin}/public.html`)}`,
    signedIn: { text: signedInText },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function configuration(home: string, origin: string, options: ModAuthOptions): Promise<string> {
  const { port, platform, issuer, clientId } = options;
  const loaded = [
    'mpm_event',
    'authn_core',
    'authz_core',
    'authz_user',
    'dir',
    'mime',
    'include',
    'auth_openidc',
  ];
  const lines = [
    `ServerRoot ${home}`,
    `PidFile ${home}/pid`,
    `ErrorLog ${home}/error.log`,
    'LogLevel warn',
    `Listen 127.0.0.1:${port}`,
    `ServerName 127.0.0.1:${port}`,
    ...loaded.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`),
    ...(process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : []),
    'TypesConfig /etc/mime.types',
    `DocumentRoot ${home}/site`,
    `OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration`,
    `OIDCClientID ${clientId}`,
    `OIDCRedirectURI ${origin}/callback`,
    `OIDCCryptoPassphrase ${randomBytes(24).toString('base64url')}`,
    'OIDCScope "openid given_name family_name email"',
    `OIDCAuthRequestParams acr_values=${platform === 'plus' ? 'eidas2' : 'eidas1'}`,
    'OIDCPKCEMethod S256',
    'OIDCIDTokenSignedResponseAlg ES256',
    'OIDCUserInfoSignedResponseAlg ES256',
    'OIDCOAuthSSLValidateServer Off',
    ...(await authentication(home, options)),
    'AddOutputFilter INCLUDES .html',
    `<Directory ${home}/site>`,
    '  Options +Includes',
    '</Directory>',
    '<Location />',
    '  AuthType openid-connect',
    '  Require valid-user',
    '</Location>',
    '<Location /public.html>',
    '  AuthType None',
    '  Require all granted',
    '</Location>',
  ];
  return `${lines.join('\n')}\n`;
}

/** With a secret on both platforms: this version crashes when it signs a client assertion. */
async function authentication(
  home: string,
  { clientSecret, decryption }: ModAuthOptions,
): Promise<readonly string[]> {
  const secret = [`OIDCClientSecret ${clientSecret}`, 'OIDCProviderTokenEndpointAuth client_secret_post'];
  if (decryption === undefined) return secret;
  const pem = createPrivateKey({ format: 'jwk', key: { ...decryption } }).export({
    format: 'pem',
    type: 'pkcs8',
  });
  const file = join(home, 'decryption.pem');
  await writeFile(file, pem, { mode: 0o600 });
  return [
    ...secret,
    `OIDCPrivateKeyFiles "${decryption.kid}#${file}"`,
    'OIDCIDTokenEncryptedResponseAlg RSA-OAEP',
    'OIDCIDTokenEncryptedResponseEnc A256GCM',
    'OIDCUserInfoEncryptedResponseAlg RSA-OAEP',
    'OIDCUserInfoEncryptedResponseEnc A256GCM',
  ];
}

/** Waits until Apache listens. */
async function answers(origin: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`apache ended with ${child.exitCode}`);
    const up = await fetch(`${origin}/callback`, { redirect: 'manual' }).then(
      () => true,
      () => false,
    );
    if (up) return;
    await wait(100);
  }
  throw new Error('apache does not answer');
}
